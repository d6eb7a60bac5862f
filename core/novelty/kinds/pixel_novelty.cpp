// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/k_novelty.h"
#include "core/novelty/metric.h"
#include "core/novelty/metric_input.h"

#include <memory>

namespace flipside::metric_kinds {

namespace {

Metric ofNeighbours(const std::string& name, int k)
{
    Metric metric;
    metric.name = name;
    metric.symbol = "kNS of pixels, k = " + std::to_string(k);
    metric.term = "unlike-known-ones";
    metric.highest = 5.0;
    metric.needs = {MetricNeed::Dataset};
    metric.prepare = [k](MetricInput& input, const std::string& /*model*/) {
        const ModelCard& card = input.folder().card();
        const std::size_t length =
            std::size_t(card.channels) * std::size_t(card.height) * std::size_t(card.width);
        const auto novelty = std::make_shared<KNovelty>(input.trainingPictures(), length, k);
        return [novelty](MetricBatch& batch) { return novelty->scores(batch.pixels(), batch.stop()); };
    };
    return metric;
}

} // namespace

std::vector<Metric> pixel_novelty()
{
    Metric nearest = ofNeighbours("kns-input", 1);
    nearest.label = "Unlike the nearest, by pixels";
    nearest.description = "The novelty score with distances between pictures instead of latents.";
    nearest.place = 5;
    Metric five = ofNeighbours("kns5-input", 5);
    five.label = "Unlike the five nearest, by pixels";
    five.description = "The novelty score of five neighbours with distances between pictures.";
    five.place = 6;
    return {nearest, five};
}

} // namespace flipside::metric_kinds
