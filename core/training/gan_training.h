// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/model_training.h"

namespace flipside {

/// Architecture::train of conv-gan. Pictures that are larger than the
/// next smaller side of convSideWithin show another part each time. Beside the decoder it leaves its critic,
/// critic.pt.
void trainGan(const Dataset& data, const std::filesystem::path& folder, const ModelTrainingOptions& options,
              Progress& progress, TrainingObserver& observer);

} // namespace flipside
