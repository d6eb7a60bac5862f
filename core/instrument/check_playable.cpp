// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/instrument/check_playable.h"

#include "core/model/check_recipe.h"
#include "core/schemes/scheme.h"

namespace flipside {

void checkPlayable(const Recipe& recipe, const ModelCard& card)
{
    checkRecipe(recipe, card);
    if (recipe.scheme)
        (void)findScheme(recipe.scheme->name);
}

} // namespace flipside
