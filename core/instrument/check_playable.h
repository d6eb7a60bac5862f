// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model_card.h"
#include "core/recipe/recipe.h"

namespace flipside {

/// What every recipe from outside must pass before it is played: throws Error as checkRecipe does
/// (model/check_recipe.h), and ArgumentError, listing the known schemes, where the recipe's own is none of
/// them.
void checkPlayable(const Recipe& recipe, const ModelCard& card);

} // namespace flipside
