// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace flipside {

/// Sets of pictures that no scheme makes, in the place of a scheme's label.
inline constexpr const char* testPictures = "test pictures";
inline constexpr const char* noisePictures = "noise";

/// A number that the papers print.
struct PublishedNumber {
    std::string model;
    std::string scheme; ///< label of the study's scheme, or testPictures or noisePictures
    int neurons = 5;
    std::string metric;
    double value = 0.0;
};

/// A study of the papers, ready to be run.
struct ReadyStudy {
    std::string name;        ///< "table-1"
    std::string title;       ///< for people
    std::string description; ///< one or two sentences
    StudyPlan plan;
    std::vector<PublishedNumber> published;
    std::string note; ///< how the published numbers are to be read
};

/// All of them.
std::span<const ReadyStudy> readyStudies();
/// Throws ArgumentError for an unknown name, listing the known ones.
const ReadyStudy& findReadyStudy(const std::string& name);

/// The study of the papers that a plan is one of, with any number of samples, seed and choice of models; null
/// where there is none.
const ReadyStudy* readyStudyLike(const StudyPlan& plan);

/// A published number beside what was measured here.
struct Comparison {
    PublishedNumber published;
    std::optional<double> measured; ///< empty where it needs a dataset that is not on this machine
    /// (measured - published) / published.
    std::optional<double> difference() const;
};

/// Those of the study's published numbers whose series the results hold. Published Inception Scores of
/// pictures that no scheme makes (the dataset's test pictures; noise, each pixel uniform) are measured here.
/// Throws Cancelled.
std::vector<Comparison> compareWithPaper(const ReadyStudy& study, const StudyResults& results,
                                         Progress& progress);

/// What could not be measured, and what to do about it; empty where everything was.
std::string unmeasuredNote(const std::vector<Comparison>& comparisons);

/// A list of objects with the columns of toCsv(); measured is null where it is empty.
nlohmann::json toJson(const std::vector<Comparison>& comparisons);

/// model,scheme,neurons,metric,published,measured,difference
std::string toCsv(const std::vector<Comparison>& comparisons);

} // namespace flipside
