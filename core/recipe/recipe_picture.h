// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/picture_encoding.h"
#include "core/recipe/recipe.h"

#include <filesystem>
#include <optional>
#include <string>

namespace flipside {

/// A PNG file with the recipe of its picture inside, as text under the keyword "flipside-recipe": mailed or
/// kept for a year, it still gives the same pixels.
std::string withRecipe(const std::string& png, const Recipe& recipe);

/// A picture's file with its recipe inside where the format can carry one, which PNG alone can. Throws Error.
std::string encodeWithRecipe(const Image& image, const Recipe& recipe, const PictureEncoding& encoding);

/// The recipe inside a PNG file's bytes; nothing where it carries none, as other programs leave it out when
/// they save a picture again. Throws Error naming `where` for a recipe that is damaged.
std::optional<Recipe> recipeInside(const std::string& png, const std::string& where);

/// The same of a file.
std::optional<Recipe> readRecipeInside(const std::filesystem::path& path);

} // namespace flipside
