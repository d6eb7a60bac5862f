// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/session_json.h"

#include "core/base/base64.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/json_fields.h"
#include "core/motion/timeline_json.h"
#include "core/picture/png_text.h"
#include "core/recipe/recipe_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <type_traits>
#include <utility>

namespace flipside {
namespace {

using Json = nlohmann::json;

const std::string chooseAnother = "choose another file";
constexpr std::uint64_t largestSession = std::uint64_t{1} << 30;
/// Of the history: many times what the window keeps.
constexpr std::size_t mostSteps = 1000;
/// [alternative of a step's result]
constexpr std::array partNames{"recipe", "gallery", "timeline"};

std::string optionalText(const Json& object, const char* name, const std::string& where)
{
    return object.contains(name) ? textField(object, name, where) : std::string();
}

Json toJson(const ModelReference& model)
{
    return {{"id", model.id}, {"hash", model.hash}, {"folder", model.folder}};
}

ModelReference modelFromJson(const Json& json, const std::string& where)
{
    if (!json.is_object())
        refuseJson(where, "a model must be an object with an id");
    return {textField(json, "id", where), optionalText(json, "hash", where),
            optionalText(json, "folder", where)};
}

using KeyOf = std::function<std::uint64_t(const SharedItem&)>;
using ItemOf = std::function<SharedItem(std::uint64_t key)>;

Json keysOf(const GalleryItems& items, const KeyOf& keyOf)
{
    Json runs = Json::array();
    std::uint64_t first = 0;
    std::uint64_t count = 0;
    for (const SharedItem& item : items) {
        const std::uint64_t key = keyOf(item);
        if (count > 0 && key != first + count) {
            runs.push_back({first, count});
            count = 0;
        }
        if (count++ == 0)
            first = key;
    }
    if (count > 0)
        runs.push_back({first, count});
    return runs;
}

GalleryItems itemsFromKeys(const Json& json, const ItemOf& itemOf, const std::string& where)
{
    const auto isNumber = [](const Json& value) { return value.is_number_unsigned(); };
    if (!json.is_array())
        refuseJson(where, "\"gallery\" must be a list of runs");
    GalleryItems items;
    std::set<std::uint64_t> ids;
    for (const Json& run : json) {
        if (!run.is_array() || run.size() != 2 || !std::ranges::all_of(run, isNumber))
            refuseJson(where, "a run of pictures is its first one and how many they are");
        const auto first = run[0].get<std::uint64_t>();
        const auto count = run[1].get<std::uint64_t>();
        for (std::uint64_t i = 0; i < count; ++i) {
            SharedItem item = itemOf(first + i);
            if (!item || !ids.insert(item->id).second)
                refuseJson(where, "it names a picture that is not there, or one twice");
            items.push_back(std::move(item));
        }
    }
    return items;
}

Json toJson(const History& history, const KeyOf& keyOf)
{
    const auto part = [&]<typename Part>(const Part& value) -> Json {
        if constexpr (std::is_same_v<Part, GalleryItems>)
            return keysOf(value, keyOf);
        else
            return toJson(value);
    };
    Json steps = Json::array();
    for (const History::Step& step : history.steps)
        steps.push_back(
            {{"text", step.text}, {partNames.at(step.result.index()), std::visit(part, step.result)}});
    Json json = {{"steps", std::move(steps)}, {"done", history.done}};
    if (history.recipe)
        json["start"] = part(*history.recipe);
    if (history.gallery)
        json["gallery"] = part(*history.gallery);
    if (history.timeline)
        json["timeline"] = part(*history.timeline);
    return json;
}

History historyFromJson(const Json& json, const ItemOf& itemOf, const std::string& where)
{
    if (!json.is_object())
        refuseJson(where, "the history must be an object with steps");
    History history;
    const std::string start = where + ", start of the history";
    if (const auto recipe = json.find("start"); recipe != json.end())
        history.recipe = recipeFromJson(*recipe, start);
    if (const auto gallery = json.find("gallery"); gallery != json.end())
        history.gallery = itemsFromKeys(*gallery, itemOf, start);
    if (const auto timeline = json.find("timeline"); timeline != json.end())
        history.timeline = timelineFromJson(*timeline, start);
    const Json& steps = listField(json, "steps", where);
    if (steps.size() > mostSteps)
        refuseJson(where, "the history has more than " + std::to_string(mostSteps) + " steps");
    for (const Json& entry : steps) {
        const std::string place = where + ", step " + std::to_string(history.steps.size() + 1);
        if (!entry.is_object())
            refuseJson(place, "it must be an object with what came of it");
        History::Step step{textField(entry, "text", place), {}};
        bool hasStart = history.recipe.has_value();
        if (const auto gallery = entry.find("gallery"); gallery != entry.end()) {
            step.result = itemsFromKeys(*gallery, itemOf, place);
            hasStart = history.gallery.has_value();
        } else if (const auto timeline = entry.find("timeline"); timeline != entry.end()) {
            step.result = timelineFromJson(*timeline, place);
            hasStart = history.timeline.has_value();
        } else {
            step.result = recipeFromJson(jsonField(entry, "recipe", place), place);
        }
        if (!hasStart)
            refuseJson(where, "the history does not fit together");
        history.steps.push_back(std::move(step));
    }
    history.done = numberField(json, "done", where + ", history");
    if (history.done > history.steps.size())
        refuseJson(where, "the history does not fit together");
    return history;
}

void checkVersion(const Json& json, const std::string& where)
{
    const auto version = json.is_object() ? json.find("flipside-session") : json.end();
    if (!json.is_object() || version == json.end())
        refuseJson(where, "this is not a session: it has no \"flipside-session\" version", chooseAnother);
    if (!version->is_number_integer() || version->get<double>() != sessionVersion)
        refuseJson(where,
                   "the session has version " + version->dump() + ", and this program reads version " +
                       std::to_string(sessionVersion),
                   "open it with a newer Flipside");
}

Json toJson(const Generation& generation)
{
    Json parents = Json::array();
    for (const Recipe& parent : generation.parents)
        parents.push_back(toJson(parent));
    return {{"parents", std::move(parents)},
            {"mutation", generation.mutation},
            {"seed", generation.seed},
            {"from", generation.from}};
}

Generation generationFromJson(const Json& json, int index, const std::string& where)
{
    const std::string place = where + ", generation " + std::to_string(index + 1);
    if (!json.is_object())
        refuseJson(place, "it must be an object with parents");
    Generation generation;
    for (const Json& parent : listField(json, "parents", place))
        generation.parents.push_back(recipeFromJson(parent, place));
    generation.mutation = finiteNumber(jsonField(json, "mutation", place), "\"mutation\"", place);
    generation.seed = numberField(json, "seed", place);
    const Json& from = jsonField(json, "from", place);
    if (!from.is_number_integer() || from.get<double>() < -1 || from.get<double>() >= index)
        refuseJson(place, "\"from\" must name an earlier generation, or be -1");
    generation.from = from.get<int>();
    if (generation.mutation < 0.0 || generation.mutation > 1.0)
        refuseJson(place, "it needs a mutation from 0 to 1");
    try {
        checkParents(generation.parents);
    } catch (const ArgumentError& error) {
        refuseJson(place, error.what());
    }
    return generation;
}

} // namespace

Json toJson(const GalleryItem& item)
{
    Json json = {{"id", item.id},
                 {"recipe", toJson(item.recipe)},
                 {"thumbnail", toBase64(item.thumbnail)},
                 {"kept", item.kept}};
    if (!item.name.empty())
        json["name"] = item.name;
    if (!item.note.empty())
        json["note"] = item.note;
    if (item.starred)
        json["starred"] = true;
    if (!item.metrics.empty())
        json["metrics"] = item.metrics;
    return json;
}

GalleryItem galleryItemFromJson(const Json& json, const std::string& where)
{
    if (!json.is_object())
        refuseJson(where, "it must be an object with a recipe");
    GalleryItem item;
    item.id = numberField(json, "id", where);
    item.recipe = recipeFromJson(jsonField(json, "recipe", where), where);
    const auto thumbnail = fromBase64(textField(json, "thumbnail", where));
    if (!thumbnail || (!thumbnail->empty() && !isPng(*thumbnail)))
        refuseJson(where, "its thumbnail is not a picture");
    item.thumbnail = *thumbnail;
    item.name = optionalText(json, "name", where);
    item.note = optionalText(json, "note", where);
    item.starred = flagField(json, "starred", where);
    const Json& kept = jsonField(json, "kept", where);
    if (!kept.is_number_integer())
        refuseJson(where, "\"kept\" must be a whole number");
    item.kept = kept.get<std::int64_t>();
    if (const auto metrics = json.find("metrics"); metrics != json.end()) {
        if (!metrics->is_object())
            refuseJson(where, "\"metrics\" must be an object");
        for (const auto& [name, value] : metrics->items())
            item.metrics[name] = finiteNumber(value, "the metric \"" + name + "\"", where);
    }
    return item;
}

Json toJsonWithoutGallery(const Session& session, const KeyOf& keyOf)
{
    Json models = Json::array();
    for (const ModelReference& model : session.models)
        models.push_back(toJson(model));
    Json generations = Json::array();
    for (const Generation& generation : session.generations)
        generations.push_back(toJson(generation));
    Json json = {{"flipside-session", sessionVersion},
                 {"models", std::move(models)},
                 {"history", toJson(session.history, keyOf)},
                 {"timeline", toJson(session.timeline)},
                 {"generations", std::move(generations)}};
    if (session.recipe)
        json["recipe"] = toJson(*session.recipe);
    for (const auto& [id, hold] : session.latents)
        json["latents"][id] = toJson(hold);
    return json;
}

Json toJson(const Session& session)
{
    std::map<SharedItem, std::uint64_t> keys;
    Json gallery = Json::array();
    for (const SharedItem& item : session.gallery) {
        keys.emplace(item, gallery.size());
        gallery.push_back(toJson(*item));
    }
    Json others = Json::array();
    Json json = toJsonWithoutGallery(session, [&](const SharedItem& item) {
        const auto [place, isNew] = keys.emplace(item, gallery.size() + others.size());
        if (isNew)
            others.push_back(toJson(*item));
        return place->second;
    });
    json["gallery"] = std::move(gallery);
    if (!others.empty())
        json["history"]["pictures"] = std::move(others);
    return json;
}

Session sessionWithoutGalleryFromJson(const Json& json, const std::string& where, const ItemOf& itemOf)
{
    checkVersion(json, where);
    Session session;
    for (const Json& model : listField(json, "models", where))
        session.models.push_back(modelFromJson(model, where));
    if (const auto recipe = json.find("recipe"); recipe != json.end())
        session.recipe = recipeFromJson(*recipe, where);
    if (const auto latents = json.find("latents"); latents != json.end()) {
        if (!latents->is_object())
            refuseJson(where, "\"latents\" must be an object");
        const std::string place = where + ", the latent of ";
        for (const auto& [id, hold] : latents->items())
            session.latents[id] = latentHoldFromJson(hold, place + id);
    }
    if (const auto history = json.find("history"); history != json.end())
        session.history = historyFromJson(*history, itemOf, where);
    if (const auto timeline = json.find("timeline"); timeline != json.end())
        session.timeline = timelineFromJson(*timeline, where);
    for (const Json& generation : listField(json, "generations", where))
        session.generations.push_back(generationFromJson(generation, int(session.generations.size()), where));
    return session;
}

Session sessionFromJson(const Json& json, const std::string& where)
{
    checkVersion(json, where);
    GalleryItems pictures;
    const auto readAll = [&](const Json& list, const std::string& what) {
        for (const Json& entry : list)
            pictures.push_back(std::make_shared<const GalleryItem>(
                galleryItemFromJson(entry, where + what + std::to_string(pictures.size() + 1))));
    };
    readAll(listField(json, "gallery", where), ", picture ");
    const std::size_t count = pictures.size();
    std::set<std::uint64_t> ids;
    for (std::size_t i = 0; i < count; ++i)
        if (!ids.insert(pictures[i]->id).second)
            refuseJson(where + ", picture " + std::to_string(i + 1), "another picture has the same id");
    if (const auto history = json.find("history");
        history != json.end() && history->is_object() && history->contains("pictures"))
        readAll(listField(*history, "pictures", where), ", picture of the history ");
    Session session = sessionWithoutGalleryFromJson(
        json, where, [&](std::uint64_t key) { return key < pictures.size() ? pictures[key] : nullptr; });
    pictures.resize(count);
    session.gallery = std::move(pictures);
    return session;
}

Session readSession(const std::filesystem::path& path)
{
    const Json json = parseJson(readFile(path, largestSession));
    if (json.is_discarded())
        refuseJson(path.string(), "this is not valid JSON: it is damaged or not a session", chooseAnother);
    return sessionFromJson(json, path.string());
}

void writeSession(const std::filesystem::path& path, const Session& session)
{
    writeFile(path, toJson(session).dump(1) + "\n");
}

} // namespace flipside
