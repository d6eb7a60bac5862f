// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/check_playable.h"

#include "model/check_recipe.h"
#include "schemes/scheme.h"

namespace flipside {

void checkPlayable(const Recipe& recipe, const ModelCard& card)
{
    checkRecipe(recipe, card);
    if (recipe.scheme)
        (void)findScheme(recipe.scheme->name);
}

} // namespace flipside
