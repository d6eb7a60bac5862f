// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/augmentation.h"

#include <torch/torch.h>

#include <vector>

namespace flipside {

namespace {

/// One number for each of B pictures, uniform in low to high, as B×1×1×1, where the pictures are.
torch::Tensor drawnFor(const torch::Tensor& pictures, double low, double high, Random& random)
{
    const std::int64_t count = pictures.size(0);
    torch::Tensor numbers = torch::empty({count, 1, 1, 1});
    for (std::int64_t i = 0; i < count; ++i)
        numbers.data_ptr<float>()[i] = float(low + (high - low) * random.uniform());
    return numbers.to(pictures.device());
}

torch::Tensor recoloured(const torch::Tensor& pictures, Random& random)
{
    torch::Tensor x = pictures + drawnFor(pictures, -0.25, 0.25, random);
    const torch::Tensor grey = x.mean(1, true);
    x = (x - grey) * drawnFor(pictures, 0.0, 2.0, random) + grey;
    const torch::Tensor mean = x.mean({1, 2, 3}, true);
    return (x - mean) * drawnFor(pictures, 0.5, 1.5, random) + mean;
}

torch::Tensor randomPart(const torch::Tensor& picture, std::int64_t height, std::int64_t width,
                         Random& random)
{
    const auto top = std::int64_t(random.below(std::uint64_t(picture.size(1) - height + 1)));
    const auto left = std::int64_t(random.below(std::uint64_t(picture.size(2) - width + 1)));
    return picture.slice(1, top, top + height).slice(2, left, left + width);
}

torch::Tensor moved(const torch::Tensor& pictures, Random& random)
{
    const std::int64_t most = pictures.size(2) / 8;
    const torch::Tensor padded = torch::constant_pad_nd(pictures, {most, most, most, most});
    std::vector<torch::Tensor> parts;
    for (std::int64_t i = 0; i < pictures.size(0); ++i)
        parts.push_back(randomPart(padded[i], pictures.size(2), pictures.size(3), random));
    return torch::stack(parts);
}

torch::Tensor partlyCovered(const torch::Tensor& pictures, Random& random)
{
    const std::int64_t height = pictures.size(2);
    const std::int64_t width = pictures.size(3);
    torch::Tensor seen = torch::ones({pictures.size(0), 1, height, width});
    for (std::int64_t i = 0; i < pictures.size(0); ++i) {
        const auto top = std::int64_t(random.below(std::uint64_t(height / 2 + 1)));
        const auto left = std::int64_t(random.below(std::uint64_t(width / 2 + 1)));
        seen[i][0].slice(0, top, top + height / 2).slice(1, left, left + width / 2).zero_();
    }
    return pictures * seen.to(pictures.device());
}

} // namespace

torch::Tensor augmented(const torch::Tensor& pictures, Random& random)
{
    return partlyCovered(moved(recoloured(pictures, random), random), random);
}

torch::Tensor augmentedMaps(const torch::Tensor& maps, Random& random)
{
    return partlyCovered(moved(maps, random), random);
}

torch::Tensor randomParts(const torch::Tensor& pictures, std::int64_t side, Random& random)
{
    std::vector<torch::Tensor> parts;
    for (std::int64_t i = 0; i < pictures.size(0); ++i) {
        const torch::Tensor part = randomPart(pictures[i], side, side, random);
        parts.push_back(random.below(2) == 1 ? part.flip(2) : part);
    }
    return torch::stack(parts);
}

} // namespace flipside
