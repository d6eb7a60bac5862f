// SPDX-License-Identifier: GPL-3.0-or-later
// A recipe as JSON, as files and the clipboard bring it.
#include "core/recipe/recipe_json.h"
#include "tests/fuzz/support/reading.h"

#include <nlohmann/json.hpp>

using namespace flipside;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    return tryReading(data, size, [](const std::string& text) {
        for (const Recipe& recipe : readRecipes(memoryFile(text))) {
            require(recipeFromText(toJson(recipe).dump(), "it") == recipe,
                    "a recipe that is written is read as it was");
            for (const Edit& edit : recipe.edits)
                if (edit.region)
                    for (const float share : edit.region->coverage(7, 5))
                        require(share >= 0.0f && share <= 1.0f, "a region covers 0 to 1 of a place");
        }
    });
}
