// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model_card.h"
#include "core/recipe/recipe.h"

namespace flipside {

/// Throws Error unless the recipe can be played on this model: same id, z of the right length, every edited
/// layer and unit there. Each reason has its own sentence.
void checkRecipe(const Recipe& recipe, const ModelCard& card);

/// The same of a recipe's edits alone: layers and units are there, no unit is edited twice, values fit.
void checkEdits(const std::vector<Edit>& edits, const ModelCard& card);

} // namespace flipside
