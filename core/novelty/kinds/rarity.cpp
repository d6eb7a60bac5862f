// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/metric.h"
#include "core/novelty/metric_input.h"
#include "core/novelty/reference_balls.h"

#include <algorithm>
#include <limits>
#include <memory>

namespace flipside::metric_kinds {

namespace {

/// The radius of the smallest ball that each point is in, over the median radius: among common pictures balls
/// are small. A point in no ball, which has no score by the formula, is as rare as the rarest real picture.
std::vector<float> rarities(const ReferenceBalls& balls, std::span<const float> distances)
{
    const float median = *std::ranges::max_element(balls.clippedRadii());
    const float rarest = *std::ranges::max_element(balls.radii());
    std::vector<float> scores;
    for (; !distances.empty(); distances = distances.subspan(balls.count())) {
        float smallest = rarest;
        for (std::size_t ball = 0; ball < balls.count(); ++ball)
            if (distances[ball] <= balls.radii()[ball])
                smallest = std::min(smallest, balls.radii()[ball]);
        scores.push_back(median > 0.0f ? smallest / median : 0.0f);
    }
    return scores;
}

} // namespace

/// Han et al., "Rarity Score: A New Metric to Evaluate the Uncommonness of Synthesized Images", 2023, section
/// 3, in units of the real pictures' median radius.
std::vector<Metric> rarity()
{
    Metric metric;
    metric.name = "rarity";
    metric.label = "How rare";
    metric.symbol = "rarity score";
    metric.term = "how-rare";
    metric.description =
        "How few real pictures there are where the picture is, in what a network of the model's sees; "
        "1 is as usual.";
    metric.highest = 5.0;
    metric.place = 14;
    metric.needs = {MetricNeed::Features, MetricNeed::Dataset};
    metric.prepare = [](MetricInput& input, const std::string& /*model*/) {
        const auto balls =
            std::make_shared<ReferenceBalls>(input.trainingFeatures(), input.features().length());
        return [balls](MetricBatch& batch) { return rarities(*balls, balls->distances(batch.features())); };
    };
    return {metric};
}

} // namespace flipside::metric_kinds
