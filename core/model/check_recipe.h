// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model_card.h"
#include "core/recipe/recipe.h"

namespace flipside {

/// Throws Error unless the recipe can be played on this model: same id, z of the right length, every edited
/// layer and unit there. Each reason has its own sentence.
void checkRecipe(const Recipe& recipe, const ModelCard& card);

} // namespace flipside
