// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include "core/model/model_card.h"
#include "core/picture/image.h"

#include <optional>
#include <string>
#include <torch/torch.h>
#include <vector>

namespace flipside {

/// "1×3×64×64"; "a single number" without dimensions.
std::string shapeText(at::IntArrayRef sizes);

/// How pictures lie in a tensor of four dimensions: N×C×H×W or N×H×W×C, of any type of numbers. Where it may
/// be both, the first is meant.
struct PictureLayout {
    int channels = 0; ///< of the pictures: 1 or 3
    int height = 0;
    int width = 0;
    bool channelsLast = false;
    bool hasAlpha = false; ///< a fourth channel says how opaque each place is

    bool operator==(const PictureLayout&) const = default;
};

/// Empty unless such a tensor has 1, 3 or 4 channels.
std::optional<PictureLayout> pictureLayoutOf(const torch::Tensor& tensor);

/// Whether a decoder's output for `count` latents is pictures of the card's shape: N×P, N×H×W, or four
/// dimensions, with or without alpha.
bool hasPictureShape(const torch::Tensor& tensor, const ModelCard& card, std::int64_t count);

/// The same pictures as N×C×H×W (or as before where they have fewer dimensions), in the card's range:
/// channels that come last come first, and what is not opaque is shown before white. The tensor itself where
/// there is nothing to change. Only for those of which hasPictureShape is true.
torch::Tensor inUsualLayout(const torch::Tensor& tensor, const ModelCard& card);

/// The pictures in what a decoder returned for a batch of `count` latents. The card's range becomes [0, 1];
/// what is beyond it is clamped, and NaN, which edits can cause by overflow, becomes 0. Throws Error with
/// half a sentence unless `value` is a tensor for which hasPictureShape is true.
std::vector<Image> picturesFrom(const c10::IValue& value, const ModelCard& card, std::int64_t count);

} // namespace flipside
