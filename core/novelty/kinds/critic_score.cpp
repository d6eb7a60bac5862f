// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/critic.h"
#include "core/novelty/metric.h"
#include "core/novelty/metric_input.h"

#include <memory>

namespace flipside::metric_kinds {

std::vector<Metric> critic_score()
{
    Metric metric;
    metric.name = "critic";
    metric.label = "How real";
    metric.symbol = "critic";
    metric.term = "how-real";
    metric.description =
        "How real the critic that the model was trained against finds the picture; 0 is undecided.";
    metric.lowest = -20.0;
    metric.highest = 20.0;
    metric.place = 9;
    metric.higherIsNovel = false;
    metric.gaugePlace = 5;
    metric.comparesPictures = true;
    metric.needs = {MetricNeed::Critic};
    metric.prepare = [](MetricInput& input, const std::string& /*model*/) {
        const auto critic = std::make_shared<Critic>(input.folder());
        return [critic](MetricBatch& batch) { return critic->scores(batch.pixels()); };
    };
    return {metric};
}

} // namespace flipside::metric_kinds
