// SPDX-License-Identifier: GPL-3.0-or-later
// A picture that may carry a recipe, as files and the clipboard bring it.
#include "core/picture/png_text.h"
#include "core/recipe/recipe_picture.h"
#include "tests/fuzz/support/reading.h"

using namespace flipside;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    return tryReading(data, size, [](const std::string& png) {
        if (isPng(png))
            require(pngText(withPngText(png, "a-keyword", "a text"), "a-keyword") == "a text",
                    "a picture has the text that it was given");
        const std::optional<Recipe> recipe = recipeInside(png, "it");
        if (recipe)
            require(recipeInside(withRecipe(png, *recipe), "it") == recipe,
                    "a picture has the recipe that it was given");
    });
}
