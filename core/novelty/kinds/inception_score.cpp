// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/class_entropy.h"
#include "core/novelty/metric.h"
#include "core/novelty/metric_input.h"

namespace flipside::metric_kinds {

std::vector<Metric> inception_score()
{
    Metric metric;
    metric.name = "inception";
    metric.label = "Clear and varied";
    metric.symbol = "Inception Score";
    metric.term = "clear-and-varied";
    metric.description = "How clearly and how variously a set of pictures shows the training classes.";
    metric.lowest = 1.0;
    metric.highest = 20.0;
    metric.place = 10;
    metric.higherIsNovel = false;
    metric.needs = {MetricNeed::Classifier};
    metric.prepareSet = [](MetricInput& input) {
        const auto classes = std::size_t(input.classifier({}).classes());
        return [classes](MetricBatch& batch) { return inceptionSums(batch.probabilities({}), classes); };
    };
    metric.valueOf = inceptionScore;
    return {metric};
}

} // namespace flipside::metric_kinds
