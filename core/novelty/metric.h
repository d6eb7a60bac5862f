// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/novelty/set_sums.h"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace flipside {

class MetricBatch;
class MetricInput;

/// What a metric needs of a model besides its decoder.
enum class MetricNeed {
    Encoder,
    References, ///< reference latents
    InDomainSvm,
    Classifier,
    Critic,
    Features, ///< novelty/picture_features.h
    Dataset,  ///< of its own
};

/// One number for each picture of a batch.
using Measure = std::function<std::vector<float>(MetricBatch& batch)>;
/// What a batch adds to the sums of a metric of a set.
using SetMeasure = std::function<SetSums(MetricBatch& batch)>;

/// One of the papers' measures of novelty (METHOD, Novelty metrics), or another of how far a picture is from
/// what its model usually makes. A metric is one file in novelty/kinds, and nothing else: it defines
/// `std::vector<Metric> <file name>()`, of one metric or several that differ in a number, in the namespace
/// metric_kinds, and the build finds it there.
struct Metric {
    std::string name;        ///< "dr"
    std::string label;       ///< for people, in plain words: "How odd"
    std::string symbol;      ///< what the papers call it: "D_r"
    std::string term;        ///< the entry of the glossary (resources/glossary) that explains it
    std::string description; ///< one sentence
    double lowest = 0.0;     ///< of the histograms that studies keep; what lies outside counts at the ends
    double highest = 1.0;
    int place = 0; ///< among those that are offered
    /// False where a lower value is the more novel one, as of a score for what is usual. Whatever sorts
    /// pictures by novelty, or speaks of it, asks this.
    bool higherIsNovel = true;
    /// Among the gauges, which are measured of every picture that is shown; 0 where it is none.
    int gaugePlace = 0;
    /// Whether it stands in captions of pictures. Pictures are compared by the first metric, by place, that
    /// does and was measured.
    bool comparesPictures = false;
    /// Whether "NAME:MODEL" is this metric, by the classifier of that model.
    bool byOtherModels = false;
    std::vector<MetricNeed> needs;
    /// Loads what it needs. `model` is what "NAME:MODEL" names, otherwise empty. Not there for one of a set.
    std::function<Measure(MetricInput& input, const std::string& model)> prepare;
    // Of a metric that has one value for many samples instead of one for each (the Inception Score), in the
    // place of `prepare`:
    std::function<SetMeasure(MetricInput& input)> prepareSet;
    std::function<double(const SetSums& sums)> valueOf;

    bool ofASet() const { return bool(valueOf); }

    bool needing(MetricNeed need) const;
};

/// All metrics, in the order in which they are offered.
std::span<const Metric> allMetrics();
/// Throws ArgumentError for an unknown name, listing the known ones. "ice:MODEL" is ICE by the classifier of
/// that model, and its label says so.
Metric findMetric(const std::string& name);

} // namespace flipside
