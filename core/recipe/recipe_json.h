// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recipe/recipe.h"

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace flipside {

/// The versions that are read, as "flipside": 1, and 2, which a recipe is written as that gives a network
/// more than z. A newer one is refused, not guessed at.
inline constexpr int recipeVersion = 2;

/// A recipe as JSON:
/// {"flipside":1,"model":ID,"z":[…],"edits":[{"layer","unit","action","value"}],"scheme":{…}}, and of version
/// 2 "inputs":{NAME:number or [numbers]}.
nlohmann::json toJson(const Recipe& recipe);
nlohmann::json toJson(const SchemeCall& call);
SchemeCall schemeCallFromJson(const nlohmann::json& json, const std::string& where);

/// Reads one recipe. `where` names the source in error messages. Throws Error for text that is not JSON, an
/// unknown version, missing or mistyped fields, an unknown action, a negative unit, a unit edited twice, more
/// than 100,000 edits, or a number that is not finite. What only the model can know (z's length, layers,
/// units) is checked by checkRecipe in model/.
Recipe recipeFromJson(const nlohmann::json& json, const std::string& where);
Recipe recipeFromText(const std::string& text, const std::string& where);

/// Reads a file with one recipe or an array of them, or a PNG file that carries one. Throws Error, for other
/// pictures with what they are.
std::vector<Recipe> readRecipes(const std::filesystem::path& path);

/// Writes one recipe, indented, whole or not at all.
void writeRecipe(const std::filesystem::path& path, const Recipe& recipe);

} // namespace flipside
