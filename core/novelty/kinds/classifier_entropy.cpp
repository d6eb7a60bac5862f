// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/class_entropy.h"
#include "core/novelty/metric.h"
#include "core/novelty/metric_input.h"

namespace flipside::metric_kinds {

std::vector<Metric> classifier_entropy()
{
    Metric metric;
    metric.name = "ice";
    metric.label = "How undecided";
    metric.symbol = "ICE";
    metric.term = "how-undecided";
    metric.description = "ICE: how undecided a classifier of the training classes is, in bits.";
    metric.highest = 5.0;
    metric.place = 7;
    metric.gaugePlace = 4;
    metric.byOtherModels = true;
    metric.needs = {MetricNeed::Classifier};
    metric.prepare = [](MetricInput& input, const std::string& model) {
        const auto classes = std::size_t(input.classifier(model).classes());
        return [model, classes](MetricBatch& batch) {
            return classEntropies(batch.probabilities(model), classes);
        };
    };
    return {metric};
}

} // namespace flipside::metric_kinds
