// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to training: shows LibTorch.
#include "core/base/progress.h"

#include <torch/script.h>
#include <vector>

namespace flipside {

/// Mean peak signal-to-noise ratio in dB of pictures in [0,1] that were made 4 times smaller (plainlySmaller)
/// and enlarged again.
struct EnlargerScore {
    double network = 0.0;
    double bicubic = 0.0;
};

/// Judges a network by the first pictures of several sets, n×3×H×W of 8 bits each. Throws Cancelled.
EnlargerScore enlargerScore(torch::jit::Module network, const std::vector<torch::Tensor>& sets,
                            const Progress& progress);

} // namespace flipside
