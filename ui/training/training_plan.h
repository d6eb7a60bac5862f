// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"
#include "core/training/model_training.h"

#include <QString>

#include <filesystem>
#include <optional>

namespace flipside {

/// A training that the user has asked for: what from, what of, and into which folder. One is remembered in
/// the settings until it is finished or discarded, so that it can go on after the program was closed.
struct TrainingPlan {
    QString data;       ///< a folder of pictures, or what findDataset() knows
    PictureShape shape; ///< of a folder's pictures
    ModelTrainingOptions options;
    std::filesystem::path folder; ///< the model's
    int epochsDone = 0;

    /// The options' architecture.
    const Architecture& architecture() const;
    /// The model's name for people.
    QString name() const { return QString::fromStdString(options.name); }

    void remember() const;
    static void rememberEpochs(int done);
    /// Nothing if none is remembered that can go on: without a checkpoint there is nothing to go on from.
    static std::optional<TrainingPlan> remembered();
    static void forget();
};

} // namespace flipside
