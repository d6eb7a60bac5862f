// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to training: shows LibTorch.
#include "core/base/random.h"

#include <torch/types.h>

namespace flipside {

/// Pictures B×C×4h×4w as B×C×h×w: each is blurred or not, made smaller in one of three ways (the mean of a
/// square, a bicubic or a linear curve), noisy or not, as chance has it, and rounded to 8 bits. What learns
/// to undo that is not lost on pictures from a decoder, which are softer than a photograph made smaller. What
/// is blurred is always noisy, too. Noise comes from LibTorch's global generator.
torch::Tensor degraded(const torch::Tensor& pictures, Random& random);

/// The same with the mean of each square of 4 × 4 alone, which is how an enlarger is judged.
torch::Tensor plainlySmaller(const torch::Tensor& pictures);

} // namespace flipside
