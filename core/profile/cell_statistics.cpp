// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/cell_statistics.h"

#include <torch/torch.h>

#include <algorithm>
#include <limits>

namespace flipside {

namespace {

std::vector<float> asFloats(const torch::Tensor& tensor)
{
    const torch::Tensor floats = tensor.to(torch::kFloat32).contiguous();
    return {floats.data_ptr<float>(), floats.data_ptr<float>() + floats.numel()};
}

} // namespace

struct CellStatistics::Implementation {
    int height;
    int width;
    float threshold;
    std::int64_t cells;
    std::int64_t samples = 0;
    torch::Tensor shift;   ///< the first batch's means: what is left is small, and its squares' sums exact
    torch::Tensor sum;     ///< of shifted activations, [cell], double
    torch::Tensor squares; ///< of shifted activations, [cell], double
    torch::Tensor onCount; ///< [cell]
    torch::Tensor maximum; ///< [cell]
    torch::Tensor minimum; ///< [cell]
};

CellStatistics::CellStatistics(int units, int height, int width, float threshold)
    : _implementation(std::make_unique<Implementation>())
{
    Implementation& own = *_implementation;
    own.height = height;
    own.width = width;
    own.threshold = threshold;
    own.cells = std::int64_t{units} * height * width;
    own.sum = torch::zeros({own.cells}, torch::kFloat64);
    own.squares = torch::zeros({own.cells}, torch::kFloat64);
    own.onCount = torch::zeros({own.cells}, torch::kInt64);
    own.maximum = torch::full({own.cells}, -std::numeric_limits<float>::infinity());
    own.minimum = torch::full({own.cells}, std::numeric_limits<float>::infinity());
}

CellStatistics::~CellStatistics() = default;
CellStatistics::CellStatistics(CellStatistics&&) noexcept = default;
CellStatistics& CellStatistics::operator=(CellStatistics&&) noexcept = default;

void CellStatistics::add(std::span<const float> maps)
{
    const torch::NoGradGuard noGradients;
    Implementation& own = *_implementation;
    const auto count = static_cast<std::int64_t>(maps.size()) / own.cells;
    if (count == 0)
        return;
    const torch::Tensor batch =
        torch::from_blob(const_cast<float*>(maps.data()), {count, own.cells}, torch::kFloat32);
    if (own.samples == 0)
        own.shift = batch.mean(0);
    own.samples += count;
    const torch::Tensor shifted = batch - own.shift;
    own.sum += shifted.sum(0);
    own.squares += shifted.square_().sum(0);
    own.onCount += (batch > own.threshold).sum(0);
    own.maximum = torch::maximum(own.maximum, batch.amax(0));
    own.minimum = torch::minimum(own.minimum, batch.amin(0));
}

CellProfile CellStatistics::finish() const
{
    const torch::NoGradGuard noGradients;
    const Implementation& own = *_implementation;
    CellProfile profile{own.height, own.width, {}, {}, {}, {}};
    if (own.samples == 0) {
        profile.percentActivation.assign(std::size_t(own.cells), 0.0f);
        profile.maximum = profile.mean = profile.deviation = profile.percentActivation;
        return profile;
    }
    const double n = double(own.samples);
    const torch::Tensor mean = own.sum / n;
    profile.percentActivation = asFloats(own.onCount / n);
    profile.maximum = asFloats(own.maximum);
    profile.mean = asFloats(own.shift + mean);
    // A constant place's variance is rounding noise.
    profile.deviation = asFloats(
        (own.squares / n - mean.square()).clamp_min(0.0).sqrt().masked_fill(own.maximum == own.minimum, 0.0));
    return profile;
}

} // namespace flipside
