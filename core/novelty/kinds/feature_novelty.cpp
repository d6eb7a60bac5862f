// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/k_novelty.h"
#include "core/novelty/metric.h"
#include "core/novelty/metric_input.h"

#include <memory>

namespace flipside::metric_kinds {

namespace {

constexpr int neighbours = 5;

} // namespace

/// The k-novelty score (novelty/k_novelty.h) among what the model makes when nothing is flipped, in the space
/// of features in which pictures that look alike are near each other (Zhang et al., "The Unreasonable
/// Effectiveness of Deep Features as a Perceptual Metric", 2018): unlike the measures of latents it needs
/// neither an encoder nor the training data.
std::vector<Metric> feature_novelty()
{
    Metric metric;
    metric.name = "kns5-features";
    metric.label = "Unlike its usual pictures";
    metric.symbol = "kNS of features, k = 5";
    metric.term = "unlike-its-usual-pictures";
    metric.description =
        "The novelty score of five neighbours among the model's own pictures without flips, in what a "
        "network of the model's sees.";
    metric.highest = 10.0;
    metric.place = 11;
    metric.needs = {MetricNeed::Features};
    metric.prepare = [](MetricInput& input, const std::string& /*model*/) {
        const auto novelty =
            std::make_shared<KNovelty>(input.usualFeatures(), input.features().length(), neighbours);
        return [novelty](MetricBatch& batch) { return novelty->scores(batch.features(), batch.stop()); };
    };
    return {metric};
}

} // namespace flipside::metric_kinds
