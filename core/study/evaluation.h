// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/progress.h"
#include "study/instrument.h"

#include <cstdint>
#include <string>
#include <vector>

namespace flipside {

/// What is to be measured on one model.
struct EvaluationPlan {
    std::vector<std::string> schemes;
    std::vector<int> neurons;
    std::vector<std::string> metrics; ///< "dr"
    std::size_t samples = 10000;      ///< per scheme and number of neurons
    std::uint64_t seed = 1;
    SchemeCall call; ///< layer, γ and statistic for all; its name, neurons and seed are not used
};

/// One line of results.csv.
struct EvaluationRow {
    std::string scheme;
    int neurons = 0;
    std::string metric;
    double mean = 0.0;
    double deviation = 0.0; ///< standard deviation over the samples
    std::size_t samples = 0;
};

/// Draws the samples of every scheme and count (the same z for all) and measures them, in batches: memory
/// does not depend on the number of samples. Throws ArgumentError for unknown schemes and metrics before
/// anything is computed.
std::vector<EvaluationRow> evaluate(Instrument& instrument, const EvaluationPlan& plan, Progress& progress);

} // namespace flipside
