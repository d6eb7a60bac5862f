// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/model_training.h"

namespace flipside {

/// trainModel for conv-gan, with complete options and a folder that exists. Pictures that are larger than the
/// next smaller side of convSideWithin show another part each time. Beside the decoder it leaves its critic,
/// critic.pt.
void trainGan(const Dataset& data, const std::filesystem::path& folder, const ModelTrainingOptions& options,
              Progress& progress, TrainingObserver& observer);

} // namespace flipside
