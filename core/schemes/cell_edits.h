// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recipe/recipe.h"

#include <vector>

namespace flipside {

/// Edits whose units are cells of a layer with maps of height × width, counted through all its channels, as
/// a recipe has them: one edit for each channel, with the cells as its region.
std::vector<Edit> channelEdits(const std::vector<Edit>& cellEdits, int height, int width);

} // namespace flipside
