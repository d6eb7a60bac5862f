// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/instrument/instrument.h"
#include "core/novelty/metric.h"

#include <map>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace flipside {

/// What was measured of some pictures.
struct Measurements {
    std::vector<std::vector<float>> values; ///< [metric][picture]; empty for a metric of a set
    std::vector<SetSums> sets;              ///< [metric]; without samples for a metric of pictures
};

/// The metrics that can be measured of a single picture at once, with what is in a model's folder.
std::vector<std::string> gaugeMetrics(const ModelFolder& folder);

/// What a model's folder, and this machine, lack of all that metrics may need. Looks for the dataset, loads
/// nothing.
std::vector<MetricNeed> missingParts(const ModelFolder& folder);

/// Throws Error where the model's folder lacks what one of the metrics needs; nothing is loaded for it.
void checkMeasurable(const ModelFolder& folder, const std::vector<std::string>& metrics);

/// Measures pictures of one model by several metrics at once: what they share (the encodings, the
/// classifier's probabilities) is computed once.
class Measurer {
public:
    /// Loads what the metrics need. Throws ArgumentError for an unknown metric, Error where the model or its
    /// data lacks something. The instrument must outlive it.
    Measurer(Instrument& instrument, const std::vector<std::string>& metrics);
    ~Measurer();
    Measurer(Measurer&&) noexcept;

    const std::vector<std::string>& metrics() const;
    /// Throws Cancelled once `stop` asks for it.
    Measurements measure(std::span<const Image> pictures, const std::stop_token& stop = {}) const;
    /// [metric], of one picture; none of them may be a metric of a set.
    std::map<std::string, double> measureOne(const Image& picture, const std::stop_token& stop = {}) const;

private:
    struct Implementation;
    std::unique_ptr<Implementation> _implementation;
};

} // namespace flipside
