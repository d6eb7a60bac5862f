// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include "model/model_card.h"
#include "picture/image.h"

#include <string>
#include <torch/torch.h>
#include <vector>

namespace flipside {

/// "1×3×64×64"; "a single number" without dimensions.
std::string shapeText(at::IntArrayRef sizes);

/// Whether a decoder's output for `count` latents is pictures of the card's shape: N×P, N×H×W or N×C×H×W.
bool hasPictureShape(const torch::Tensor& tensor, const ModelCard& card, std::int64_t count);

/// The pictures in what a decoder returned for a batch of `count` latents. The card's range becomes [0, 1];
/// what is beyond it is clamped, and NaN, which edits can cause by overflow, becomes 0. Throws Error with
/// half a sentence unless `value` is a tensor for which hasPictureShape is true.
std::vector<Image> picturesFrom(const c10::IValue& value, const ModelCard& card, std::int64_t count);

} // namespace flipside
