// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/motion/timeline_json.h"

#include "core/base/json_fields.h"
#include "core/recipe/recipe_json.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace flipside {
namespace {

double aboveZero(const nlohmann::json& value, const std::string& what, const std::string& where)
{
    const double number = finiteNumber(value, what, where);
    if (!(number > 0.0))
        refuseJson(where, what + " must be above 0");
    return number;
}

} // namespace

nlohmann::json toJson(const Timeline& timeline)
{
    nlohmann::json keyframes = nlohmann::json::array();
    for (const Keyframe& keyframe : timeline.keyframes)
        keyframes.push_back({{"recipe", toJson(keyframe.recipe)},
                             {"length", keyframe.length},
                             {"easing", toString(keyframe.easing)}});
    nlohmann::json json = {{"keyframes", std::move(keyframes)}, {"loops", timeline.loops}};
    if (timeline.beatsPerMinute)
        json["beatsPerMinute"] = *timeline.beatsPerMinute;
    return json;
}

Timeline timelineFromJson(const nlohmann::json& json, const std::string& where)
{
    if (!json.is_object())
        refuseJson(where, "the timeline must be an object with keyframes");
    Timeline timeline;
    timeline.loops = flagField(json, "loops", where);
    if (const auto tempo = json.find("beatsPerMinute"); tempo != json.end())
        timeline.beatsPerMinute = aboveZero(*tempo, "\"beatsPerMinute\"", where);
    for (const nlohmann::json& entry : listField(json, "keyframes", where)) {
        const std::string place = where + ", keyframe " + std::to_string(timeline.keyframes.size() + 1);
        if (!entry.is_object())
            refuseJson(place, "it must be an object with a recipe");
        Keyframe keyframe;
        keyframe.recipe = recipeFromJson(jsonField(entry, "recipe", place), place);
        keyframe.length = aboveZero(jsonField(entry, "length", place), "\"length\"", place);
        const std::string easing = textField(entry, "easing", place);
        const auto known = easingFrom(easing);
        if (!known)
            refuseJson(place, "the easing \"" + easing + "\" is unknown");
        keyframe.easing = *known;
        timeline.keyframes.push_back(std::move(keyframe));
    }
    if (!std::isfinite(timeline.duration()))
        refuseJson(where, "the timeline would never end");
    return timeline;
}

} // namespace flipside
