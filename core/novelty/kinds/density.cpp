// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/metric.h"
#include "core/novelty/metric_input.h"
#include "core/novelty/reference_balls.h"

#include <algorithm>
#include <memory>
#include <numeric>

namespace flipside::metric_kinds {

namespace {

/// min(1, balls around the point / k), for each row of distances; `own` is the ball that a row is the middle
/// of, and does not count.
std::vector<float> clippedDensities(const ReferenceBalls& balls, std::span<const float> distances,
                                    std::size_t own = std::size_t(-1))
{
    std::vector<float> densities;
    for (; !distances.empty(); distances = distances.subspan(balls.count())) {
        int around = 0;
        for (std::size_t ball = 0; ball < balls.count(); ++ball)
            around += ball != own && distances[ball] <= balls.clippedRadii()[ball] ? 1 : 0;
        densities.push_back(std::min(1.0f, float(around) / float(ReferenceBalls::neighbours)));
        own += own == std::size_t(-1) ? 0 : 1;
    }
    return densities;
}

/// Mean density of the real pictures among the others.
double densityOfReal(const ReferenceBalls& balls, std::span<const float> features)
{
    constexpr std::size_t atOnce = 256;
    double sum = 0.0;
    for (std::size_t first = 0; first < balls.count(); first += atOnce) {
        const std::size_t rows = std::min(atOnce, balls.count() - first);
        const auto densities = clippedDensities(
            balls, balls.distances(features.subspan(first * balls.length(), rows * balls.length())), first);
        sum = std::accumulate(densities.begin(), densities.end(), sum);
    }
    return sum / double(balls.count());
}

} // namespace

/// The clipped density of Salvy et al., "Enhanced Generative Model Evaluation with Clipped Density and
/// Coverage", 2025, section 4, of each picture; its mean over pictures is theirs, normalised by that of real
/// pictures.
std::vector<Metric> density()
{
    Metric metric;
    metric.name = "density";
    metric.label = "Near real pictures";
    metric.symbol = "clipped density";
    metric.term = "near-real-pictures";
    metric.description =
        "How many real pictures the picture is near, in what a network of the model's sees; 1 is as "
        "near as real ones are to each other.";
    metric.highest = 2.0;
    metric.place = 12;
    metric.higherIsNovel = false;
    metric.needs = {MetricNeed::Features, MetricNeed::Dataset};
    metric.prepare = [](MetricInput& input, const std::string& /*model*/) {
        const auto balls =
            std::make_shared<ReferenceBalls>(input.trainingFeatures(), input.features().length());
        const double real = densityOfReal(*balls, input.trainingFeatures());
        return [balls, real](MetricBatch& batch) {
            std::vector<float> densities = clippedDensities(*balls, balls->distances(batch.features()));
            for (float& density : densities)
                density = real > 0.0 ? float(double(density) / real) : 0.0f;
            return densities;
        };
    };
    return {metric};
}

} // namespace flipside::metric_kinds
