// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/picture_in_output.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

namespace flipside {

namespace {

constexpr int largestPictureSide = 4096;

/// As 1×C×H×W in [0, 1].
torch::Tensor shownPicture(const torch::Tensor& made, const PictureLayout& layout,
                           const std::pair<double, double>& range)
{
    torch::Tensor numbers = made.to(torch::kFloat);
    if (layout.channelsLast)
        numbers = numbers.permute({0, 3, 1, 2});
    numbers = ((numbers - range.first) / (range.second - range.first)).nan_to_num(0.0, 1.0, 0.0);
    numbers = numbers.clamp(0.0, 1.0);
    if (!layout.hasAlpha)
        return numbers.reshape({1, layout.channels, layout.height, layout.width});
    return 1.0 + (numbers.narrow(1, 0, layout.channels) - 1.0) * numbers.narrow(1, layout.channels, 1);
}

} // namespace

std::optional<PictureLayout> pictureIn(const torch::Tensor& tensor)
{
    if (tensor.dim() < 2 || tensor.size(0) != 1 || tensor.numel() < 4 || tensor.is_complex() ||
        tensor.scalar_type() == torch::kBool)
        return std::nullopt;
    std::optional<PictureLayout> layout = pictureLayoutOf(tensor);
    if (tensor.dim() == 3 && (tensor.size(1) > 2 || tensor.size(2) < shortestSound)) {
        layout = PictureLayout{1, int(tensor.size(1)), int(tensor.size(2))};
    } else if (tensor.dim() == 2) {
        for (const int channels : {1, 3}) {
            const int side = int(std::lround(std::sqrt(double(tensor.size(1)) / channels)));
            if (std::int64_t{1} * channels * side * side == tensor.size(1))
                layout = PictureLayout{channels, side, side};
        }
    }
    const bool fits = layout && std::min(layout->height, layout->width) > 1 &&
                      std::max(layout->height, layout->width) <= largestPictureSide;
    return fits ? layout : std::nullopt;
}

std::vector<c10::IValue> partsOf(const c10::IValue& value)
{
    std::vector<c10::IValue> parts;
    if (value.isTensor())
        parts.push_back(value);
    else if (value.isTuple())
        parts = value.toTupleRef().elements().vec();
    else if (value.isList())
        parts = value.toListRef().vec();
    else if (value.isGenericDict())
        for (const auto& entry : value.toGenericDict())
            parts.push_back(entry.value());
    return parts;
}

std::size_t pictureAmong(const std::vector<c10::IValue>& parts)
{
    const auto picture = std::find_if(parts.begin(), parts.end(), [](const c10::IValue& part) {
        return part.isTensor() && pictureIn(part.toTensor());
    });
    return std::size_t(picture - parts.begin());
}

Image imageIn(const torch::Tensor& made, const PictureLayout& layout, const std::pair<double, double>& range,
              int longestSide)
{
    torch::Tensor shown = shownPicture(made, layout, range);
    const double shrunk = std::min(1.0, double(longestSide) / std::max(layout.height, layout.width));
    const int height = std::max(1, int(std::lround(layout.height * shrunk)));
    const int width = std::max(1, int(std::lround(layout.width * shrunk)));
    if (shrunk < 1.0) // each gets the mean of all that fall on it
        shown = torch::adaptive_avg_pool2d(shown, {height, width});
    shown = shown.contiguous();
    const float* first = shown.data_ptr<float>();
    return {layout.channels, height, width, std::vector<float>(first, first + shown.numel())};
}

} // namespace flipside
