// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recipe/recipe_inputs.h"

#include <cstddef>

namespace flipside {

RecipeInputs mixedInputs(const RecipeInputs& from, const RecipeInputs& to, double share)
{
    RecipeInputs mixed = to;
    for (const auto& [name, numbers] : from) {
        std::vector<float>& own = mixed.emplace(name, numbers).first->second;
        for (std::size_t i = 0; i < own.size() && i < numbers.size(); ++i)
            own[i] = float((1.0 - share) * double(numbers[i]) + share * double(own[i]));
    }
    return mixed;
}

} // namespace flipside
