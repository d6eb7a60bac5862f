// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to training: shows LibTorch.
#include "core/base/random.h"
#include "core/training/training_run.h"

#include <cstdint>
#include <torch/types.h>

namespace flipside {

/// Of each picture, 8-bit B×C×H×W, a part of `side` × `side` pixels in [0,1], half of them mirrored: half are
/// shown as they are, half first made smaller, or up to twice as large, so that what is learned holds for
/// coarse pictures and fine ones.
torch::Tensor partsOfAllSizes(const torch::Tensor& bytes, std::int64_t side, Random& random);

/// One step of a spatial autoencoder: `run` has its encoder, its decoder and a patch critic, and an optimiser
/// of the first two and one of the critic. The decoder is pulled towards the pictures' pixels and edges
/// (enlarger_loss.h, sharpLoss), as strongly towards what the critic sees in them (Larsen et al.,
/// "Autoencoding beyond pixels using a learned similarity metric", 2016), and towards what the critic takes
/// for real (hinge loss: Lim and Ye, "Geometric GAN", 2017, equations 10 and 11), the last two times `share`,
/// 0 to 1, as it grows. Returns the loss of pixels and edges.
double teachSpatial(TrainingRun& run, const torch::Tensor& real, double share);

} // namespace flipside
