// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to training: shows LibTorch.
#include "core/base/random.h"

#include <torch/types.h>

namespace flipside {

/// Pictures B×C×H×W in another light, with other colours, moved by up to an eighth and with a quarter
/// covered, each its own way. Gradients pass, so a critic may see generated and real pictures alike this way
/// and a small dataset lasts longer (Zhao et al., "Differentiable Augmentation for Data-Efficient GAN
/// Training", 2020).
torch::Tensor augmented(const torch::Tensor& pictures, Random& random);

/// The same of maps that an encoder has made: what their numbers mean is left as it is.
torch::Tensor augmentedMaps(const torch::Tensor& maps, Random& random);

/// Of each picture a part of `side` × `side` pixels, drawn at random, and half of them mirrored left to
/// right.
torch::Tensor randomParts(const torch::Tensor& pictures, std::int64_t side, Random& random);

} // namespace flipside
