// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/progress.h"
#include "model/model_folder.h"

#include <string>

namespace flipside {

/// Computes a model's activation profile over a dataset (an empty name: the one on its card), or over draws
/// from the prior where it has no encoder, and writes it into its folder; then the card, with the number of
/// dead units of each layer and the typical D_r of regular and of low-active samples.
void profileModel(const ModelFolder& folder, const std::string& data, Progress& progress);

} // namespace flipside
