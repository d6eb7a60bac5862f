// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recipe/recipe.h"

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace flipside {

/// A scheme as a study uses it: with parameters of its own.
struct StudyScheme {
    std::string label; ///< what results call it: "cluster", "3clust"
    SchemeCall call;   ///< name, layer, γ, statistic and parameters; the study sets neurons and seed

    bool operator==(const StudyScheme&) const = default;
};

/// What is to be measured: every scheme with every number of neurons on every model. Samples have numbers;
/// the first `samples` of them are the same for every scheme, machine and split.
struct StudyPlan {
    std::vector<std::string> models; ///< ids or folders
    std::vector<StudyScheme> schemes;
    std::vector<int> neurons;
    std::vector<std::string> metrics; ///< novelty/metric.h
    std::size_t samples = 10000;      ///< per model, scheme and number of neurons
    std::uint64_t seed = 1;

    bool operator==(const StudyPlan&) const = default;
};

/// A piece of a study that is measured and kept as a whole: some samples of one model, scheme and number of
/// neurons.
struct StudyPart {
    int model = 0;  ///< index into the plan's
    int scheme = 0; ///< likewise
    int neurons = 0;
    std::size_t first = 0; ///< number of its first sample
    std::size_t count = 0;

    /// The part's file among the study's parts.
    std::string fileName() const;
};

/// How many samples a part has; the last one of a series has what is left.
inline constexpr std::size_t samplesPerPart = 1000;

/// "low-active", or with parameters of its own "cluster:chosen=3,clusters=11" ('+' between them works too,
/// where ',' already means something). Throws ArgumentError.
StudyScheme studyScheme(const std::string& text, const SchemeCall& common);

/// "5", "1..25" or "1,5,10". Throws ArgumentError for other text.
std::vector<int> neuronCounts(const std::string& text);
/// The text that neuronCounts() reads so.
std::string toText(const std::vector<int>& counts);

/// Throws ArgumentError where something is missing, unknown or out of range.
void checkPlan(const StudyPlan& plan);

/// All parts, in a fixed order.
std::vector<StudyPart> partsOf(const StudyPlan& plan);

/// The plan with what makes its results repeatable: the models' hashes and the program's version.
nlohmann::json describe(const StudyPlan& plan);
/// Throws Error for a file that is no study's description, or whose plan checkPlan refuses.
StudyPlan readPlan(const std::filesystem::path& file);

} // namespace flipside
