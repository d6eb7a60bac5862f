// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decoder/picture_range.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <torch/torch.h>

namespace flipside {

namespace {

/// N×C×H×W as the card says.
bool isOfCard(const torch::Tensor& tensor, const ModelCard& card)
{
    return tensor.size(1) == card.channels && tensor.size(2) == card.height && tensor.size(3) == card.width;
}

/// Another layout of the card's pictures.
std::optional<PictureLayout> layoutOnCard(const torch::Tensor& tensor, const ModelCard& card)
{
    const auto layout = pictureLayoutOf(tensor);
    const bool fits = layout && layout->channels == card.channels && layout->height == card.height &&
                      layout->width == card.width;
    return fits ? layout : std::nullopt;
}

} // namespace

std::string shapeText(at::IntArrayRef sizes)
{
    std::string text;
    for (const std::int64_t size : sizes)
        text += (text.empty() ? "" : "×") + std::to_string(size);
    return text.empty() ? "a single number" : text;
}

std::optional<PictureLayout> pictureLayoutOf(const torch::Tensor& tensor)
{
    if (tensor.dim() != 4)
        return std::nullopt;
    const auto size = [&](int dimension) { return int(tensor.size(dimension)); };
    // Three channels or one are the likelier ones, wherever they are.
    for (const bool hasAlpha : {false, true})
        for (const bool last : {false, true}) {
            const int channels = size(last ? 3 : 1);
            if (hasAlpha ? channels == 4 : channels == 1 || channels == 3)
                return PictureLayout{hasAlpha ? 3 : channels, size(last ? 1 : 2), size(last ? 2 : 3), last,
                                     hasAlpha};
        }
    return std::nullopt;
}

bool hasPictureShape(const torch::Tensor& tensor, const ModelCard& card, std::int64_t count)
{
    if (tensor.dim() < 2 || tensor.size(0) != count)
        return false;
    const std::int64_t pixels = std::int64_t{1} * card.channels * card.height * card.width;
    switch (tensor.dim()) {
    case 2:
        return tensor.size(1) == pixels;
    case 3:
        return card.channels == 1 && tensor.size(1) == card.height && tensor.size(2) == card.width;
    case 4:
        return isOfCard(tensor, card) || layoutOnCard(tensor, card);
    default:
        return false;
    }
}

torch::Tensor inUsualLayout(const torch::Tensor& tensor, const ModelCard& card)
{
    if (tensor.dim() != 4 || isOfCard(tensor, card))
        return tensor;
    const PictureLayout layout = *layoutOnCard(tensor, card);
    const torch::Tensor channelsFirst = layout.channelsLast ? tensor.permute({0, 3, 1, 2}) : tensor;
    if (!layout.hasAlpha)
        return channelsFirst;
    const torch::Tensor numbers =
        channelsFirst.is_floating_point() ? channelsFirst : channelsFirst.to(torch::kFloat);
    const double range = card.rangeHigh - card.rangeLow;
    const torch::Tensor opaque = ((numbers.narrow(1, 3, 1) - card.rangeLow) / range).clamp(0.0, 1.0);
    return card.rangeHigh + (numbers.narrow(1, 0, 3) - card.rangeHigh) * opaque;
}

std::vector<Image> picturesFrom(const c10::IValue& value, const ModelCard& card, std::int64_t count)
{
    if (!value.isTensor())
        throw Error("its forward returns a " + value.tagKind() + ", and must return one tensor");
    const torch::Tensor& tensor = value.toTensor();
    if (!hasPictureShape(tensor, card, count))
        throw Error("its output for " + std::to_string(count) + " latent(s) has the shape " +
                    shapeText(tensor.sizes()) + ", and its card says pictures of " +
                    std::to_string(card.channels) + "×" + std::to_string(card.height) + "×" +
                    std::to_string(card.width));
    const torch::Tensor numbers = inUsualLayout(tensor, card).to(torch::kCPU, torch::kFloat).contiguous();
    const auto low = static_cast<float>(card.rangeLow);
    const auto scale = static_cast<float>(1.0 / (card.rangeHigh - card.rangeLow));
    const float* from = numbers.data_ptr<float>();
    std::vector<Image> pictures(static_cast<std::size_t>(count),
                                Image{card.channels, card.height, card.width, {}});
    for (Image& picture : pictures) {
        picture.pixels.resize(picture.size());
        for (float& pixel : picture.pixels) {
            const float mapped = (*from++ - low) * scale;
            pixel = mapped > 0.0f ? std::min(mapped, 1.0f) : 0.0f; // false for NaN too
        }
    }
    return pictures;
}

} // namespace flipside
