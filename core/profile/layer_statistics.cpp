// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/layer_statistics.h"

#include "core/profile/growing_histogram.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace flipside {

namespace {

std::vector<float> toFloats(const torch::Tensor& tensor)
{
    const torch::Tensor floats = tensor.to(torch::kFloat32).contiguous();
    return {floats.data_ptr<float>(), floats.data_ptr<float>() + floats.numel()};
}

std::vector<std::int16_t> packedCorrelation(const torch::Tensor& covariance, const torch::Tensor& deviation)
{
    const torch::Tensor scale = torch::where(deviation > 0.0, 1.0 / deviation, torch::zeros_like(deviation));
    const torch::Tensor packed = (covariance * scale.unsqueeze(0) * scale.unsqueeze(1))
                                     .clamp(-1.0, 1.0)
                                     .mul(32767.0)
                                     .round()
                                     .to(torch::kInt16)
                                     .contiguous();
    const auto* correlation = packed.data_ptr<std::int16_t>();
    const auto units = std::size_t(packed.size(0));
    std::vector<std::int16_t> triangle;
    triangle.reserve(units * (units - 1) / 2);
    for (std::size_t a = 0; a < units; ++a)
        triangle.insert(triangle.end(), correlation + a * units + a + 1, correlation + (a + 1) * units);
    return triangle;
}

} // namespace

struct LayerStatistics::Implementation {
    std::string id;
    int units;
    std::int64_t samples = 0;
    torch::Tensor shift;    ///< the first batch's means: products of what is left stay small, and sums exact
    torch::Tensor sum;      ///< of shifted activations, [unit], double
    torch::Tensor squares;  ///< of shifted activations, [unit], double
    torch::Tensor products; ///< of shifted activations, [unit][unit], double; empty for a wide layer
    torch::Tensor maximum, minimum;
    torch::Tensor onCount;      ///< [unit]
    torch::Tensor classOnCount; ///< [class][unit]
    std::vector<std::int64_t> classSize;
    std::vector<GrowingHistogram> histograms;
};

LayerStatistics::LayerStatistics(std::string id, int units, int classes)
    : _implementation(std::make_unique<Implementation>())
{
    Implementation& own = *_implementation;
    own.id = std::move(id);
    own.units = units;
    own.sum = torch::zeros({units}, torch::kFloat64);
    own.squares = torch::zeros({units}, torch::kFloat64);
    if (units <= mostCorrelatedUnits)
        own.products = torch::zeros({units, units}, torch::kFloat64);
    own.maximum = torch::full({units}, -std::numeric_limits<float>::infinity());
    own.minimum = torch::full({units}, std::numeric_limits<float>::infinity());
    own.onCount = torch::zeros({units}, torch::kFloat64);
    own.classOnCount = torch::zeros({classes, units}, torch::kFloat64);
    own.classSize.assign(std::size_t(classes), 0);
    own.histograms.resize(std::size_t(units));
}

LayerStatistics::~LayerStatistics() = default;
LayerStatistics::LayerStatistics(LayerStatistics&&) noexcept = default;
LayerStatistics& LayerStatistics::operator=(LayerStatistics&&) noexcept = default;

void LayerStatistics::add(std::span<const float> activations, std::span<const float> onShares,
                          std::span<const int> labels)
{
    const torch::NoGradGuard noGradients;
    Implementation& own = *_implementation;
    const auto count = static_cast<std::int64_t>(activations.size()) / own.units;
    if (count == 0)
        return;
    const torch::Tensor batch =
        torch::from_blob(const_cast<float*>(activations.data()), {count, own.units}, torch::kFloat32);
    if (own.samples == 0)
        own.shift = batch.mean(0);
    own.samples += count;
    const torch::Tensor shifted = batch - own.shift;
    own.sum += shifted.sum(0, false, torch::kFloat64);
    if (own.products.defined())
        own.products += shifted.t().mm(shifted);
    else
        own.squares += shifted.square().sum(0, false, torch::kFloat64);
    own.maximum = torch::maximum(own.maximum, batch.amax(0));
    own.minimum = torch::minimum(own.minimum, batch.amin(0));
    const torch::Tensor on =
        torch::from_blob(const_cast<float*>(onShares.data()), {count, own.units}, torch::kFloat32)
            .to(torch::kFloat64);
    own.onCount += on.sum(0);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const int label = labels[i];
        if (label < 0 || std::size_t(label) >= own.classSize.size())
            continue;
        own.classOnCount[label] += on[std::int64_t(i)];
        ++own.classSize[std::size_t(label)];
    }
    for (std::int64_t i = 0; i < count; ++i)
        for (int unit = 0; unit < own.units; ++unit)
            own.histograms[std::size_t(unit)].add(activations[std::size_t(i * own.units + unit)]);
}

LayerProfile LayerStatistics::finish() const
{
    const torch::NoGradGuard noGradients;
    const Implementation& own = *_implementation;
    LayerProfile layer;
    layer.id = own.id;
    const double n = double(std::max<std::int64_t>(own.samples, 1));
    layer.percentActivation = toFloats(own.onCount / n);
    if (own.samples == 0) {
        const std::vector<float> zeros(std::size_t(own.units), 0.0f);
        layer.maximum = layer.mean = layer.minimum = layer.deviation = zeros;
        if (own.products.defined())
            layer.packedCorrelation.assign(std::size_t(own.units) * std::size_t(own.units - 1) / 2, 0);
        for (const GrowingHistogram& histogram : own.histograms)
            layer.histograms.push_back(histogram.result());
        return layer;
    }
    layer.maximum = toFloats(own.maximum);
    layer.minimum = toFloats(own.minimum);
    layer.mean = toFloats(own.shift.to(torch::kFloat64) + own.sum / n);

    const torch::Tensor mean = own.sum / n;
    const torch::Tensor squares = own.products.defined() ? own.products.diagonal() : own.squares;
    // A constant unit's variance is rounding noise: it has no correlation with anything.
    const torch::Tensor constant = own.maximum == own.minimum;
    const torch::Tensor deviation =
        (squares / n - mean.square()).clamp_min(0.0).sqrt().masked_fill(constant, 0.0);
    layer.deviation = toFloats(deviation);
    if (own.products.defined())
        layer.packedCorrelation = packedCorrelation(own.products / n - torch::outer(mean, mean), deviation);

    for (std::size_t c = 0; c < own.classSize.size(); ++c)
        layer.classActivation.push_back(toFloats(own.classOnCount[std::int64_t(c)] /
                                                 double(std::max<std::int64_t>(own.classSize[c], 1))));
    for (const GrowingHistogram& histogram : own.histograms)
        layer.histograms.push_back(histogram.result());
    return layer;
}

} // namespace flipside
