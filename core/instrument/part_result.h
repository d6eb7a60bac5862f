// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/instrument/measurer.h"

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <vector>

namespace flipside {

/// What is kept of one metric over some samples; sums of parts, added in their order, are those of the whole.
struct MetricSums {
    static constexpr int bins = 200; ///< of the histogram between the metric's lowest and highest number

    std::uint64_t samples = 0;
    double sum = 0.0;
    double squares = 0.0;
    std::vector<std::uint32_t> histogram = std::vector<std::uint32_t>(bins, 0);

    void add(double value, double lowest, double highest);
    void add(const MetricSums& other);
    double mean() const;
    /// Standard deviation over the samples, 0 for one.
    double deviation() const;
    /// The p-th percentile (0..100) from the histogram, to the width of a bin.
    double percentile(double p, double lowest, double highest) const;
};

/// What was measured of a part of a study.
struct PartResult {
    std::vector<MetricSums> metrics;         ///< as in the plan; without samples for metrics of a set
    std::vector<SetSums> sets;               ///< likewise; without samples for metrics of pictures
    std::uint64_t samplesMissingNeurons = 0; ///< for which not as many qualified as were asked for
    std::vector<std::vector<float>>
        examples; ///< [metric][sample], the values of the first samples of the part

    void add(const Measurements& measured, const std::vector<std::string>& names);
    void add(const PartResult& other);
};

/// How many of a series' samples keep their own values, for scatter plots.
inline constexpr std::size_t exampleSamples = 500;

nlohmann::json toJson(const PartResult& result);
/// Throws what the JSON library throws, and Error, for what is no result of these metrics.
PartResult partResultFromJson(const nlohmann::json& json, std::span<const std::string> metrics);

} // namespace flipside
