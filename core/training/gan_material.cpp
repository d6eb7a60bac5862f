// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/gan_material.h"

#include "core/training/augmentation.h"
#include "core/training/training_set.h"

#include <torch/torch.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace flipside {

namespace {

constexpr std::int64_t partsOfEach = 4; // whose code is kept
constexpr std::int64_t codedAtOnce = 16;

} // namespace

GanMaterial::GanMaterial(torch::Tensor bytes, int side) : _examples(std::move(bytes)), _side(side) {}

GanMaterial::GanMaterial(const torch::Tensor& bytes, int side, PictureCode& code, torch::Device device,
                         Progress& progress)
    : _side(side / code.shrinking())
{
    constexpr std::uint64_t anySeed = 1;
    Random random(anySeed);
    std::vector<torch::Tensor> all;
    for (std::int64_t first = 0; first < bytes.size(0); first += codedAtOnce) {
        if (progress.cancelled())
            throw Cancelled();
        progress.report(0.0, "encoding pictures: " + std::to_string(first) + " of " +
                                 std::to_string(bytes.size(0)));
        const torch::Tensor pictures = bytes.slice(0, first, first + codedAtOnce);
        std::vector<torch::Tensor> parts;
        for (std::int64_t part = 0; part < partsOfEach; ++part)
            parts.push_back(code.encoded(asPixels(randomParts(pictures, side, random)).to(device))
                                .to(torch::kCPU, torch::kHalf));
        all.push_back(torch::stack(parts, 1));
    }
    _examples = torch::cat(all);
}

torch::Tensor GanMaterial::drawn(const torch::Tensor& chosen, Random& random) const
{
    const torch::Tensor examples = _examples.index_select(0, chosen);
    if (!isCode())
        return randomParts(asPixels(examples), _side, random);
    std::vector<torch::Tensor> parts;
    for (std::int64_t i = 0; i < examples.size(0); ++i)
        parts.push_back(examples[i][std::int64_t(random.below(std::uint64_t(partsOfEach)))]);
    return torch::stack(parts).to(torch::kFloat);
}

std::vector<torch::Tensor> GanMaterial::some() const
{
    constexpr std::int64_t most = 3000;
    constexpr std::int64_t atOnce = 100;
    constexpr std::uint64_t anySeed = 1;
    Random random(anySeed);
    std::vector<torch::Tensor> batches;
    for (const torch::Tensor& chosen : shuffledOrder(size(), anySeed).slice(0, 0, most).split(atOnce))
        batches.push_back(drawn(chosen, random));
    return batches;
}

torch::Tensor GanMaterial::augmented(const torch::Tensor& examples, Random& random) const
{
    return isCode() ? augmentedMaps(examples, random) : flipside::augmented(examples, random);
}

} // namespace flipside
