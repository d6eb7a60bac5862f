// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_set.h"

#include "core/base/error.h"
#include "core/base/random.h"

#include <torch/torch.h>

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace flipside {

namespace {

constexpr std::size_t batch = 16; // photographs take a while to unpack

} // namespace

TrainingSet loadTrainingSet(const Dataset& data, Split split, Progress& progress)
{
    const auto count = static_cast<std::int64_t>(data.size(split));
    TrainingSet set{
        torch::empty({count, data.channels(), data.height(), data.width()}, torch::kUInt8), {}, {}};
    if (data.classes() > 0)
        set.labels = torch::empty({count}, torch::kInt64);
    const auto reader = data.open(split);
    std::vector<std::uint8_t> pixels;
    std::vector<int> labels;
    std::uint8_t* nextPixel = set.bytes.data_ptr<std::uint8_t>();
    std::int64_t* nextLabel = data.classes() > 0 ? set.labels.data_ptr<std::int64_t>() : nullptr;
    std::int64_t found = 0;
    while (const std::size_t more = reader->read(batch, pixels, labels)) {
        if (progress.cancelled())
            throw Cancelled();
        found += std::int64_t(more);
        progress.report(0.0, "reading " + data.name() + ": " + std::to_string(found) + " of " +
                                 std::to_string(count));
        nextPixel = std::copy(pixels.begin(), pixels.end(), nextPixel);
        if (nextLabel)
            nextLabel = std::copy(labels.begin(), labels.end(), nextLabel);
    }
    set.bytes = set.bytes.narrow(0, 0, found);
    if (nextLabel)
        set.labels = set.labels.narrow(0, 0, found);
    set.skipped = reader->skipped();
    return set;
}

torch::Tensor asPixels(const torch::Tensor& bytes)
{
    return bytes.to(torch::kFloat32).div_(255.0);
}

torch::Tensor shuffledOrder(std::int64_t count, std::uint64_t seed)
{
    Random random(seed);
    std::vector<std::int64_t> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), 0);
    for (std::size_t i = order.size(); i > 1; --i)
        std::swap(order[i - 1], order[random.below(i)]);
    return torch::tensor(order);
}

} // namespace flipside
