// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recipe/recipe_json.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/json_fields.h"
#include "core/picture/picture_kind.h"
#include "core/recipe/recipe_picture.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace flipside {

namespace {

using Json = nlohmann::json;

constexpr std::size_t mostInputs = 32;
constexpr std::size_t mostInRegion = 10000;
/// Far more than any decoder has units worth flipping at once, and still read in a moment.
constexpr std::size_t mostEdits = 100000;

const std::string chooseAnother = "choose another file";

[[noreturn]] void refuseText(const std::string& where)
{
    refuseJson(where, "this is not valid JSON: it is damaged or not a recipe", chooseAnother);
}

/// The lists of `fewest` to `most` entries each that a region's "dabs" or "cells" are.
const Json& entries(const Json& region, const char* name, std::size_t fewest, std::size_t most,
                    const std::string& what, const std::string& where)
{
    const Json& list = listField(region, name, where);
    const bool fits =
        list.size() <= mostInRegion && std::all_of(list.begin(), list.end(), [&](const Json& entry) {
            return entry.is_array() && entry.size() >= fewest && entry.size() <= most;
        });
    if (!fits)
        refuseJson(where, what + "'s \"" + name + "\" must be a list of at most " +
                              std::to_string(mostInRegion) + " lists of " + std::to_string(fewest) +
                              (most > fewest ? " or " + std::to_string(most) : "") + " numbers");
    return list;
}

Region regionFromJson(const Json& json, const std::string& edit, const std::string& where)
{
    if (!json.is_object())
        refuseJson(where, edit + "'s region must be an object with dabs or cells");
    Region region;
    const std::string what = edit + "'s region";
    for (const Json& entry : entries(json, "dabs", 4, 4, what, where)) {
        std::array<float, 4> numbers{};
        for (std::size_t i = 0; i < numbers.size(); ++i)
            numbers[i] = float(finiteNumber(entry[i], what, where));
        if (!(numbers[2] > 0.0f) || numbers[3] < 0.0f || numbers[3] > 1.0f)
            refuseJson(where,
                       what + " has a dab whose radius is not above 0 or whose softness is not in 0 to 1");
        region.dabs.push_back({numbers[0], numbers[1], numbers[2], numbers[3]});
    }
    for (const Json& entry : entries(json, "cells", 2, 3, what, where)) {
        region.cells.push_back({wholeNumber(entry[0], what, where), wholeNumber(entry[1], what, where)});
        if (entry.size() > 2)
            region.cells.back().value = float(finiteNumber(entry[2], what, where));
    }
    if (region.dabs.empty() && region.cells.empty())
        refuseJson(where, what + " is empty");
    return region;
}

Pattern patternField(const Json& json, const std::string& where)
{
    try {
        return patternFrom(textField(json, "pattern", where));
    } catch (const ArgumentError& error) {
        refuseJson(where, error.what());
    }
}

Edit editFromJson(const Json& json, std::size_t index, const std::string& where)
{
    const std::string what = "edit " + std::to_string(index + 1);
    if (!json.is_object())
        refuseJson(where, what + " must be an object with layer, unit and action");
    Edit edit;
    edit.layer = textField(json, "layer", where);
    edit.unit = wholeNumber(jsonField(json, "unit", where), what + "'s unit", where);
    const std::string action = textField(json, "action", where);
    if (action == "on")
        edit.action = EditAction::On;
    else if (action == "off")
        edit.action = EditAction::Off;
    else if (action == "value")
        edit.action = EditAction::Value;
    else
        refuseJson(where, what + " has the unknown action \"" + action + "\" instead of on, off or value");

    const auto value = json.find("value");
    if (edit.action != EditAction::Off && value != json.end())
        edit.value = static_cast<float>(finiteNumber(*value, what + "'s value", where));
    if (edit.action == EditAction::Value && !edit.value)
        refuseJson(where, what + " sets a value but has no \"value\"");
    if (const auto region = json.find("region"); region != json.end() && !region->is_null())
        edit.region = regionFromJson(*region, what, where);
    if (edit.action != EditAction::Off && json.contains("pattern"))
        edit.pattern = patternField(json, where);
    if (edit.pattern == Pattern::Exemplar && json.contains("exemplar")) {
        edit.exemplar = wholeNumber(json["exemplar"], what + "'s exemplar", where);
        if (edit.exemplar < 0)
            refuseJson(where, what + "'s exemplar must be 0 or more");
    }
    if (const auto amount = json.find("amount"); amount != json.end()) {
        edit.amount = float(finiteNumber(*amount, what + "'s amount", where));
        if (edit.amount < 0.0f || edit.amount > 1.0f)
            refuseJson(where, what + "'s amount must be from 0 to 1");
    }
    return edit;
}

Json toJson(const Region& region)
{
    Json json = Json::object();
    for (const Dab& dab : region.dabs)
        json["dabs"].push_back({dab.x, dab.y, dab.radius, dab.softness});
    for (const Cell& cell : region.cells) {
        json["cells"].push_back({cell.row, cell.column});
        if (cell.value)
            json["cells"].back().push_back(*cell.value);
    }
    return json;
}

RecipeInputs inputsFromJson(const Json& json, const std::string& where)
{
    if (!json.is_object() || json.size() > mostInputs)
        refuseJson(where, "\"inputs\" must be an object with at most " + std::to_string(mostInputs) +
                              " inputs by name");
    RecipeInputs inputs;
    for (const auto& [name, value] : json.items()) {
        const std::string what = "the input \"" + name + "\"";
        std::vector<float>& numbers = inputs[name];
        if (!value.is_array()) {
            numbers.push_back(float(finiteNumber(value, what, where)));
            continue;
        }
        numbers.reserve(value.size());
        for (const Json& each : value)
            numbers.push_back(float(finiteNumber(each, what, where)));
    }
    return inputs;
}

} // namespace

SchemeCall schemeCallFromJson(const Json& json, const std::string& where)
{
    if (!json.is_object())
        refuseJson(where, "\"scheme\" must be an object");
    SchemeCall call;
    call.name = textField(json, "name", where);
    if (json.contains("neurons"))
        call.neurons = wholeNumber(json["neurons"], "the scheme's \"neurons\"", where);
    if (json.contains("layer"))
        call.layer = textField(json, "layer", where);
    if (json.contains("gamma"))
        call.gamma = finiteNumber(json["gamma"], "the scheme's \"gamma\"", where);
    if (json.contains("statistic")) {
        try {
            call.statistic = statisticFrom(textField(json, "statistic", where));
        } catch (const ArgumentError& error) {
            refuseJson(where, error.what());
        }
    }
    if (json.contains("seed")) {
        if (!json["seed"].is_number_unsigned())
            refuseJson(where, "the scheme's \"seed\" must be a whole number, 0 or more");
        call.seed = json["seed"].get<std::uint64_t>();
    }
    if (json.contains("pattern"))
        call.pattern = patternField(json, where);
    call.cells = flagField(json, "cells", where);
    if (json.contains("parameters")) {
        if (!json["parameters"].is_object())
            refuseJson(where, "the scheme's \"parameters\" must be an object");
        for (const auto& [name, value] : json["parameters"].items())
            call.parameters[name] = finiteNumber(value, "the scheme's parameter \"" + name + "\"", where);
    }
    return call;
}

Json toJson(const SchemeCall& call)
{
    Json json = {{"name", call.name},   {"neurons", call.neurons}, {"layer", call.layer},
                 {"gamma", call.gamma}, {"seed", call.seed},       {"statistic", toString(call.statistic)}};
    if (call.pattern)
        json["pattern"] = toString(*call.pattern);
    if (call.cells)
        json["cells"] = true;
    if (!call.parameters.empty())
        json["parameters"] = call.parameters;
    return json;
}

Json toJson(const Recipe& recipe)
{
    Json edits = Json::array();
    for (const Edit& edit : recipe.edits) {
        Json json = {{"layer", edit.layer}, {"unit", edit.unit}, {"action", toString(edit.action)}};
        if (edit.value && edit.action != EditAction::Off)
            json["value"] = *edit.value;
        if (edit.region)
            json["region"] = toJson(*edit.region);
        if (edit.pattern != Pattern::Constant)
            json["pattern"] = toString(edit.pattern);
        if (edit.pattern == Pattern::Exemplar)
            json["exemplar"] = edit.exemplar;
        if (edit.amount != 1.0f)
            json["amount"] = edit.amount;
        edits.push_back(std::move(json));
    }
    Json json = {{"flipside", recipe.inputs.empty() ? 1 : recipeVersion},
                 {"model", recipe.model},
                 {"z", recipe.z},
                 {"edits", std::move(edits)}};
    for (const auto& [name, numbers] : recipe.inputs)
        json["inputs"][name] = numbers.size() == 1 ? Json(numbers.front()) : Json(numbers);
    if (recipe.scheme)
        json["scheme"] = toJson(*recipe.scheme);
    return json;
}

Recipe recipeFromJson(const Json& json, const std::string& where)
{
    if (!json.is_object())
        refuseJson(where, "this is not a recipe: a recipe is a JSON object that begins with \"flipside\"",
                   chooseAnother);
    const auto version = json.find("flipside");
    if (version == json.end())
        refuseJson(where, "this is not a recipe: it has no \"flipside\" version", chooseAnother);
    const double number = version->is_number_integer() ? version->get<double>() : 0.0;
    if (number != 1 && number != recipeVersion)
        refuseJson(where,
                   "the recipe has version " + version->dump() + ", and this program reads versions 1 and " +
                       std::to_string(recipeVersion),
                   "open it with a newer Flipside");

    Recipe recipe;
    recipe.model = textField(json, "model", where);
    const Json& z = jsonField(json, "z", where);
    if (!z.is_array())
        refuseJson(where, "\"z\" must be a list of numbers");
    recipe.z.reserve(z.size());
    for (std::size_t i = 0; i < z.size(); ++i)
        recipe.z.push_back(
            static_cast<float>(finiteNumber(z[i], "z, number " + std::to_string(i + 1) + ",", where)));

    if (json.contains("inputs"))
        recipe.inputs = inputsFromJson(json["inputs"], where);

    const Json& edits = listField(json, "edits", where);
    if (edits.size() > mostEdits)
        refuseJson(where, "the recipe has " + std::to_string(edits.size()) + " edits, and at most " +
                              std::to_string(mostEdits) + " are read");
    std::set<std::pair<std::string, int>> seen;
    recipe.edits.reserve(edits.size());
    for (std::size_t i = 0; i < edits.size(); ++i) {
        Edit edit = editFromJson(edits[i], i, where);
        if (!seen.emplace(edit.layer, edit.unit).second)
            refuseJson(where, "layer \"" + edit.layer + "\", unit " + std::to_string(edit.unit) +
                                  " is edited twice");
        recipe.edits.push_back(std::move(edit));
    }
    if (const auto scheme = json.find("scheme"); scheme != json.end() && !scheme->is_null())
        recipe.scheme = schemeCallFromJson(*scheme, where);
    // The first releases knew no other.
    if (recipe.scheme && !recipe.scheme->pattern)
        recipe.scheme->pattern = Pattern::Constant;
    return recipe;
}

Recipe recipeFromText(const std::string& text, const std::string& where)
{
    const Json json = parseJson(text);
    if (json.is_discarded())
        refuseText(where);
    return recipeFromJson(json, where);
}

std::vector<Recipe> readRecipes(const std::filesystem::path& path)
{
    const std::string content = readFile(path, std::uint64_t{256} << 20);
    const std::string where = path.string();
    const std::string_view kind = pictureKind(content);
    if (kind == "PNG") {
        if (auto recipe = recipeInside(content, where))
            return {std::move(*recipe)};
        refuseJson(where,
                   "this picture carries no recipe, as programs that save a picture again leave it out",
                   "choose the file as it was exported");
    }
    if (!kind.empty())
        refuseJson(where,
                   "this is a picture (" + std::string(kind) +
                       "), and of pictures only PNG files carry a recipe",
                   "choose the PNG file that Flipside exported, or the recipe's JSON file");
    const Json json = parseJson(content);
    if (json.is_discarded())
        refuseText(where);
    std::vector<Recipe> recipes;
    if (json.is_array()) {
        for (std::size_t i = 0; i < json.size(); ++i)
            recipes.push_back(recipeFromJson(json[i], where + ", recipe " + std::to_string(i + 1)));
    } else {
        recipes.push_back(recipeFromJson(json, where));
    }
    return recipes;
}

void writeRecipe(const std::filesystem::path& path, const Recipe& recipe)
{
    writeFile(path, toJson(recipe).dump(1) + "\n");
}

} // namespace flipside
