// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/progress.h"
#include "model/model_folder.h"

#include <string>

namespace flipside {

/// Computes a model's activation profile over a dataset (an empty name: the one on its card), or over draws
/// from the prior where it has no encoder, and writes it into its folder; then the card, with the number of
/// dead units of each layer and what measureTypical() finds.
void profileModel(const ModelFolder& folder, const std::string& data, Progress& progress);

/// Measures 500 regular and 500 low-active samples by every metric that the folder has all for, and writes
/// onto the card what is typical of them. Needs no training data, and leaves the other files as they are. The
/// model must have a profile; where nothing can be measured, nothing is written.
void measureTypical(const ModelFolder& folder, Progress& progress);

} // namespace flipside
