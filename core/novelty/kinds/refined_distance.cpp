// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/metric.h"
#include "core/novelty/metric_input.h"
#include "core/novelty/refined_reconstruction.h"

#include <memory>

namespace flipside::metric_kinds {

std::vector<Metric> refined_distance()
{
    Metric metric;
    metric.name = "dr-refined";
    metric.label = "How odd at least";
    metric.symbol = "D_r, refined";
    metric.term = "how-odd-at-least";
    metric.description = "The smallest distance to anything that the decoder makes near the encoding.";
    metric.highest = 20.0;
    metric.place = 2;
    metric.needs = {MetricNeed::Encoder};
    metric.prepare = [](MetricInput& input, const std::string& /*model*/) {
        const auto refined = std::make_shared<RefinedReconstruction>(input.folder());
        return [refined](MetricBatch& batch) { return refined->distances(batch.pixels(), batch.latents()); };
    };
    return {metric};
}

} // namespace flipside::metric_kinds
