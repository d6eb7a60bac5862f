// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/labels/picture_labels.h"
#include "core/labels/significance.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace flipside {

/// A picture with what people agree on about it and what was measured of it.
struct MeasuredPicture {
    LabelledPicture labelled;
    std::string scheme;         ///< of its recipe; plainScheme or handScheme where that names none
    std::vector<double> values; ///< [metric]
};

/// What a picture's scheme is called where its recipe names none: without flips, or with flips by hand.
inline constexpr const char* plainScheme = "regular";
inline constexpr const char* handScheme = "by hand";

/// How many of a scheme's pictures have each label (long paper, Table 1).
struct SchemeLabels {
    std::string scheme;
    LabelCounts counts{};

    std::size_t pictures() const;
    double share(PictureLabel label) const; ///< 0 to 1
};

/// Whether labels depend on the scheme (long paper, section 6).
struct SchemeTest {
    std::vector<std::string> schemes; ///< that are compared, by all four labels
    std::size_t pictures = 0;         ///< of these schemes
    Significance chiSquared;
    Significance g;
};

/// The mean of a metric over the pictures with each label (long paper, Table 2).
struct MetricOfLabels {
    std::string metric;
    std::array<std::optional<double>, pictureLabels.size()> means; ///< empty where no picture has the label
};

/// How well metrics tell creative pictures (L1) from all others (labels/creativity_classifier.h).
struct CreativityReport {
    double accuracy = 0.0;           ///< balanced, with all metrics; 0.5 for guessing, 1 at best
    std::vector<double> ofOneMetric; ///< [metric], with that one alone
    std::vector<double> weights;     ///< [metric], of the classifier of all pictures, metrics standardised

    std::size_t bestMetric() const; ///< the first of those with the highest accuracy
};

/// What came out for the pictures of one model.
struct ModelLabels {
    std::string model;                         ///< its id
    std::map<std::string, std::string> hashes; ///< of its files
    std::vector<std::string> metrics;          ///< novelty/metric.h
    std::vector<MeasuredPicture> pictures;
    LabelCounts counts{};
    std::vector<SchemeLabels> schemes; ///< by name
    std::vector<SchemeTest> tests; ///< all schemes; of three or more also low-active against each other one
    std::vector<MetricOfLabels> means;
    std::optional<CreativityReport> creativity;
    std::vector<std::string> notes; ///< what is missing and why, a sentence each
};

/// Everything about people's labels of one model's measured pictures. What cannot be told is left out, with a
/// note. Only model, hashes, metrics and pictures of `labels` are read.
ModelLabels withStatistics(ModelLabels labels, std::uint64_t seed);

struct LabelSettings {
    std::optional<std::size_t> consensus; ///< labels/picture_labels.h
    std::uint64_t seed = 1;               ///< of the folds of the cross-validation
};

struct LabelReport {
    std::size_t judgements = 0;
    std::size_t consensus = 0; ///< how many people must agree
    std::uint64_t seed = 1;
    std::vector<ModelLabels> models; ///< by id

    std::size_t pictures() const;
    std::size_t withoutConsensus() const;
};

/// Reads people's judgements (readJudgements()) and measures the pictures, which are made again from the
/// recipes that they carry, by what their models can measure. Throws Error naming the line where a picture is
/// missing, carries no recipe or cannot be played, ArgumentError for a consensus that cannot be, Cancelled.
LabelReport studyLabels(const std::filesystem::path& file, const LabelSettings& settings, Progress& progress);

} // namespace flipside
