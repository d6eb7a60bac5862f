// SPDX-License-Identifier: GPL-3.0-or-later
#include "decoder/picture_range.h"

#include "base/error.h"

#include <algorithm>
#include <cmath>
#include <torch/torch.h>

namespace flipside {

std::string shapeText(at::IntArrayRef sizes)
{
    std::string text;
    for (const std::int64_t size : sizes)
        text += (text.empty() ? "" : "×") + std::to_string(size);
    return text.empty() ? "a single number" : text;
}

bool hasPictureShape(const torch::Tensor& tensor, const ModelCard& card, std::int64_t count)
{
    const std::int64_t pixels = std::int64_t{1} * card.channels * card.height * card.width;
    switch (tensor.dim()) {
    case 2:
        return tensor.size(0) == count && tensor.size(1) == pixels;
    case 3:
        return card.channels == 1 && tensor.size(0) == count && tensor.size(1) == card.height &&
               tensor.size(2) == card.width;
    case 4:
        return tensor.size(0) == count && tensor.size(1) == card.channels && tensor.size(2) == card.height &&
               tensor.size(3) == card.width;
    default:
        return false;
    }
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
    const torch::Tensor numbers = tensor.to(torch::kCPU, torch::kFloat).contiguous();
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
