// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/k_novelty.h"
#include "core/novelty/metric.h"
#include "core/novelty/metric_input.h"

#include <memory>

namespace flipside::metric_kinds {

namespace {

Metric ofNeighbours(int k)
{
    Metric metric;
    metric.name = "kns" + std::to_string(k);
    metric.symbol = "kNS, k = " + std::to_string(k);
    metric.term = "unlike-known-ones";
    metric.highest = 5.0;
    metric.needs = {MetricNeed::Encoder, MetricNeed::References};
    metric.prepare = [k](MetricInput& input, const std::string& /*model*/) {
        const ReferenceLatents& references = input.references();
        const auto novelty = std::make_shared<KNovelty>(references.numbers(), references.length(), k);
        return [novelty](MetricBatch& batch) { return novelty->scores(batch.latents(), batch.stop()); };
    };
    return metric;
}

} // namespace

std::vector<Metric> latent_novelty()
{
    Metric nearest = ofNeighbours(1);
    nearest.label = "Unlike the nearest";
    nearest.description = "Distance to the nearest training latent, over that one's distance to its nearest.";
    nearest.place = 3;
    Metric five = ofNeighbours(5);
    five.label = "Unlike the five nearest";
    five.description = "Mean distance to the 5 nearest training latents, over theirs to their nearest.";
    five.place = 4;
    five.gaugePlace = 2;
    return {nearest, five};
}

} // namespace flipside::metric_kinds
