// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include "core/decoder/picture_range.h"
#include "core/picture/image.h"

#include <ATen/core/ivalue.h>
#include <torch/torch.h>

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace flipside {

/// A row of so many numbers or more may be sound.
inline constexpr int shortestSound = 1000;

/// How a picture lies in what a stranger's generator makes of one latent, if it may be one. Of fewer than
/// four dimensions it is grey, or one row of all numbers.
std::optional<PictureLayout> pictureIn(const torch::Tensor& tensor);

/// What forward returned, one by one.
std::vector<c10::IValue> partsOf(const c10::IValue& value);

/// The first picture among them; their number where there is none.
std::size_t pictureAmong(const std::vector<c10::IValue>& parts);

/// That picture, the numbers of `range` being [0, 1], on white where it is transparent. A longer side than
/// `longestSide` gets as long, each pixel the mean of all that fall on it.
Image imageIn(const torch::Tensor& made, const PictureLayout& layout, const std::pair<double, double>& range,
              int longestSide);

} // namespace flipside
