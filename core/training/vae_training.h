// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/model_training.h"

namespace flipside {

/// trainModel for mlp-vae and conv-vae, with complete options and a folder that exists.
void trainVae(const Dataset& data, const std::filesystem::path& folder, const ModelTrainingOptions& options,
              Progress& progress, TrainingObserver& observer);

} // namespace flipside
