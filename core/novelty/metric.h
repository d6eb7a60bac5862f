// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

namespace flipside {

/// One of the papers' measures of novelty (METHOD, Novelty metrics), or another of how far a picture is from
/// what its model usually makes.
struct Metric {
    std::string name;        ///< "dr"
    std::string label;       ///< for people
    std::string description; ///< one sentence
    double lowest = 0.0;     ///< of the histograms that studies keep; what lies outside counts at the ends
    double highest = 1.0;
    /// False where a lower value is the more novel one, as of a score for what is usual. Whatever sorts
    /// pictures by novelty, or speaks of it, asks this.
    bool higherIsNovel = true;
    bool ofASet = false; ///< has one value for many samples instead of one for each (the Inception Score)
};

/// All metrics, in the order in which they are offered.
std::span<const Metric> allMetrics();
/// Throws ArgumentError for an unknown name, listing the known ones. "ice:MODEL" is ICE by the classifier of
/// that model, and its label says so.
Metric findMetric(const std::string& name);

} // namespace flipside
