// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recipe/recipe_picture.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/picture/png_text.h"
#include "core/recipe/recipe_json.h"

#include <nlohmann/json.hpp>

namespace flipside {

namespace {

constexpr std::string_view recipeKeyword = "flipside-recipe";

} // namespace

std::string withRecipe(const std::string& png, const Recipe& recipe)
{
    return withPngText(png, recipeKeyword, toJson(recipe).dump());
}

std::string encodeWithRecipe(const Image& image, const Recipe& recipe, const PictureEncoding& encoding)
{
    const std::string file = encodePicture(image, encoding);
    return encoding.format == PictureFormat::Png ? withRecipe(file, recipe) : file;
}

std::optional<Recipe> recipeInside(const std::string& png, const std::string& where)
{
    std::optional<std::string> text;
    try {
        text = pngText(png, recipeKeyword);
    } catch (const Error& error) {
        throw Error(where + " carries a recipe that cannot be read: " + error.what() +
                    "; get the picture again from where it came");
    }
    if (!text)
        return std::nullopt;
    return recipeFromText(*text, "the recipe inside " + where);
}

std::optional<Recipe> readRecipeInside(const std::filesystem::path& path)
{
    return recipeInside(readFile(path, std::uint64_t{512} << 20), path.string());
}

} // namespace flipside
