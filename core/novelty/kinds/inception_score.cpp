// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/metric.h"

namespace flipside::metric_kinds {

/// Summed over all samples by InceptionSums (novelty/class_entropy.h).
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
    metric.ofASet = true;
    metric.needs = {MetricNeed::Classifier};
    return {metric};
}

} // namespace flipside::metric_kinds
