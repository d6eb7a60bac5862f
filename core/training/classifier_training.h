// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/data/dataset.h"

#include <cstdint>
#include <filesystem>

namespace flipside {

struct ClassifierTrainingOptions {
    int epochs = 16;
    int batch = 128;
    double learningRate = 1e-3; ///< AdamW's largest; it rises over the first steps and falls as a half cosine
    std::uint64_t seed = 1;
    /// Batch normalisation, dropout, weight decay and pictures shifted by up to two pixels: more accurate,
    /// and less sure of itself on pictures unlike the training data.
    bool regularise = false;
    /// Show half of the pictures mirrored, and judge each both ways: right for clothes, wrong for digits.
    bool mirror = false;
    bool resume = false; ///< go on from the folder's checkpoint
};

/// Trains a classifier of a dataset's classes and puts it into a model's folder as classifier.pt; the card's
/// provenance tells its test accuracy ("classifier_accuracy", 0 to 1). A checkpoint after every epoch; a
/// killed run goes on with `resume` and ends as if it had not been killed.
/// Throws ArgumentError for a dataset without classes, or whose pictures do not have the model's size; Error
/// where the folder is no model's.
void trainClassifier(const Dataset& data, const std::filesystem::path& folder,
                     const ClassifierTrainingOptions& options, Progress& progress);

} // namespace flipside
