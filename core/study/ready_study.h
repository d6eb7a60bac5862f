// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "study/study.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace flipside {

/// A number that the papers print.
struct PublishedNumber {
    std::string model;
    std::string scheme; ///< label of the study's scheme
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

/// A published number beside what was measured here.
struct Comparison {
    PublishedNumber published;
    double measured = 0.0;
    /// (measured - published) / published.
    double difference() const { return (measured - published.value) / published.value; }
};

/// Those published numbers whose series the results hold.
std::vector<Comparison> compare(const StudyResults& results, std::span<const PublishedNumber> published);

/// The Inception Scores of pictures that no scheme makes: a dataset's test pictures, and noise (each pixel
/// uniform).
struct InceptionBounds {
    double testPictures = 0.0;
    double noise = 0.0;
};
/// Throws Error where the model has no classifier or its dataset is not there.
InceptionBounds inceptionBounds(Instrument& instrument, Progress& progress);

} // namespace flipside
