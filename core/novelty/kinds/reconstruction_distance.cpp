// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/reconstruction_distance.h"

#include "core/novelty/metric.h"
#include "core/novelty/metric_input.h"

namespace flipside::metric_kinds {

std::vector<Metric> reconstruction_distance()
{
    Metric metric;
    metric.name = "dr";
    metric.label = "How odd";
    metric.symbol = "D_r";
    metric.term = "how-odd";
    metric.description = "D_r: how far the picture is from what encoder and decoder make of it.";
    metric.highest = 20.0;
    metric.place = 1;
    metric.gaugePlace = 1;
    metric.comparesPictures = true;
    metric.needs = {MetricNeed::Encoder};
    metric.prepare = [](MetricInput& input, const std::string& /*model*/) {
        return [&decoder = input.decoder()](MetricBatch& batch) {
            return reconstructionDistances(decoder, batch.pictures(), batch.latents(), batch.stop());
        };
    };
    return {metric};
}

} // namespace flipside::metric_kinds
