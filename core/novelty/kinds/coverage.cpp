// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/metric.h"
#include "core/novelty/metric_input.h"
#include "core/novelty/reference_balls.h"

#include <algorithm>
#include <memory>

namespace flipside::metric_kinds {

namespace {

/// For each real picture, how many of the pictures are in its ball.
SetSums picturesInBalls(const ReferenceBalls& balls, std::span<const float> distances)
{
    SetSums result{distances.size() / balls.count(), std::vector<double>(balls.count(), 0.0)};
    for (std::size_t i = 0; i < distances.size(); ++i)
        if (distances[i] <= balls.radii()[i % balls.count()])
            result.sums[i % balls.count()] += 1.0;
    return result;
}

/// As many pictures as there are real ones are expected k to a ball: that many are enough.
double clippedCoverage(const SetSums& inBalls)
{
    if (inBalls.samples == 0 || inBalls.sums.empty())
        return 0.0;
    const double enough =
        double(ReferenceBalls::neighbours) * double(inBalls.samples) / double(inBalls.sums.size());
    double sum = 0.0;
    for (const double pictures : inBalls.sums)
        sum += std::min(1.0, pictures / enough);
    return sum / double(inBalls.sums.size());
}

} // namespace

/// The clipped coverage of Salvy et al., "Enhanced Generative Model Evaluation with Clipped Density and
/// Coverage", 2025, section 5, before its calibration.
std::vector<Metric> coverage()
{
    Metric metric;
    metric.name = "coverage";
    metric.label = "Variety of real pictures";
    metric.symbol = "clipped coverage";
    metric.term = "variety-of-real-pictures";
    metric.description = "How much of the variety of real pictures a set of pictures has.";
    metric.place = 13;
    metric.higherIsNovel = false;
    metric.needs = {MetricNeed::Features, MetricNeed::Dataset};
    metric.prepareSet = [](MetricInput& input) {
        const auto balls =
            std::make_shared<ReferenceBalls>(input.trainingFeatures(), input.features().length());
        return [balls](MetricBatch& batch) {
            return picturesInBalls(*balls, balls->distances(batch.features()));
        };
    };
    metric.valueOf = clippedCoverage;
    return {metric};
}

} // namespace flipside::metric_kinds
