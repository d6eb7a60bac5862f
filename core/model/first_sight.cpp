// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/first_sight.h"

#include "core/base/json_fields.h"
#include "core/recipe/recipe_json.h"

#include <nlohmann/json.hpp>

namespace flipside {

using Json = nlohmann::json;

Json toJson(const FirstSight& sight)
{
    Json json = toJson(Recipe{{}, {}, sight.edits, sight.scheme});
    for (const char* known : {"flipside", "model", "z"}) // from the card and the seed
        json.erase(known);
    json["seed"] = sight.seed;
    if (sight.order != FirstSight::last)
        json["order"] = sight.order;
    return json;
}

FirstSight firstSightFromJson(const Json& json, const std::string& where)
{
    if (!json.is_object())
        refuseJson(where, "this must be an object with a seed and edits", "correct it");
    FirstSight sight;
    sight.seed = numberField(json, "seed", where);
    if (json.contains("order"))
        sight.order = wholeNumber(json["order"], "\"order\"", where);
    Json recipe = json;
    recipe["flipside"] = recipeVersion;
    recipe["model"] = "";
    recipe["z"] = Json::array();
    Recipe flips = recipeFromJson(recipe, where);
    sight.edits = std::move(flips.edits);
    sight.scheme = std::move(flips.scheme);
    return sight;
}

} // namespace flipside
