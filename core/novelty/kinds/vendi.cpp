// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/metric.h"
#include "core/novelty/metric_input.h"
#include "core/novelty/vendi_score.h"

#include <cstddef>

namespace flipside::metric_kinds {

std::vector<Metric> vendi()
{
    Metric metric;
    metric.name = "vendi";
    metric.label = "How many kinds";
    metric.symbol = "Vendi score";
    metric.term = "how-many-kinds";
    metric.description =
        "As how many pictures that have nothing in common a set of pictures varies, in what a network "
        "of the model's sees.";
    metric.lowest = 1.0;
    metric.highest = 50.0;
    metric.place = 15;
    metric.needs = {MetricNeed::Features};
    metric.prepareSet = [](MetricInput& input) {
        const std::size_t length = input.features().length();
        return [length](MetricBatch& batch) { return vendiSums(batch.features(), length); };
    };
    metric.valueOf = [](const SetSums& sums) { return vendiScore(sums); };
    return {metric};
}

} // namespace flipside::metric_kinds
