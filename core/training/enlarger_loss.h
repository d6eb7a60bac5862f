// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to training: shows LibTorch.
#include <torch/types.h>

namespace flipside {

/// What an enlarger of the sharp style pays for pictures B×3×H×W beside those they should be: the mean
/// distance of the pixels, and of the steps from each to its neighbours, which are what edges are made of.
torch::Tensor sharpLoss(const torch::Tensor& made, const torch::Tensor& real);

/// What one of the painterly style pays: the mean distance of the pictures made smaller again, a little of
/// the pixels' own, and how far the small parts of a picture are distributed otherwise than the real one's
/// (sliced Wasserstein distance over random filters of 5×5, at full and at half size, after Elnekave and
/// Weiss, "Generating Natural Images with Direct Patch Distributions Matching", 2022). So grain must be like
/// the painting's, and need not be in its place. The filters come from LibTorch's global generator.
torch::Tensor painterlyLoss(const torch::Tensor& made, const torch::Tensor& real);

} // namespace flipside
