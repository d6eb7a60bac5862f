// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/model_card.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/json_fields.h"
#include "core/model/check_recipe.h"
#include "core/recipe/recipe_json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <sstream>

namespace flipside {

namespace {

using Json = nlohmann::json;

constexpr std::uint64_t maxCardBytes = 16u << 20;
constexpr std::int64_t maxPixels = 65536;
constexpr std::int64_t maxUnits = std::int64_t{1} << 24;
constexpr std::size_t mostInputs = 32;
constexpr int mostInInput = 1 << 20;
constexpr std::size_t mostQuantiles = 1001;

/// Reads fields of one card and names the field and the file in every complaint.
class CardReader {
public:
    explicit CardReader(const std::filesystem::path& path) : _path(path) {}

    [[noreturn]] void fail(const std::string& what) const
    {
        throw Error("the model card " + _path.string() + " cannot be used: " + what +
                    "; correct it, or get the model again from where it came");
    }

    const Json& field(const Json& object, const char* name, const std::string& where = {}) const
    {
        const auto found = object.find(name);
        if (found == object.end())
            fail("\"" + where + name + "\" is missing");
        return *found;
    }

    const Json& object(const Json& parent, const char* name) const
    {
        const Json& json = field(parent, name);
        if (!json.is_object())
            fail(std::string("\"") + name + "\" must be an object");
        return json;
    }

    std::string text(const Json& parent, const char* name, const std::string& where = {}) const
    {
        const Json& json = field(parent, name, where);
        if (!json.is_string())
            fail("\"" + where + name + "\" must be text");
        return json.get<std::string>();
    }

    int integer(const Json& json, const std::string& name, std::int64_t low, std::int64_t high) const
    {
        const bool inRange =
            json.is_number_integer() &&
            (!json.is_number_unsigned() || json.get<std::uint64_t>() <= std::uint64_t(high)) &&
            json.get<std::int64_t>() >= low && json.get<std::int64_t>() <= high;
        if (!inRange)
            fail("\"" + name + "\" must be a whole number from " + std::to_string(low) + " to " +
                 std::to_string(high));
        return json.get<int>();
    }

    double number(const Json& json, const std::string& name) const
    {
        if (!json.is_number() || !std::isfinite(json.get<double>()))
            fail("\"" + name + "\" must be a number");
        return json.get<double>();
    }

    ModelCard read(const Json& json) const
    {
        if (!json.is_object())
            fail("it is not a JSON object");
        ModelCard card;
        readWords(json, card);
        readShapes(json, card);
        readLayers(json, card);
        readFirstSight(json, card);
        readTables(json, card);
        return card;
    }

private:
    void readWords(const Json& json, ModelCard& card) const
    {
        card.id = text(json, "id");
        const auto allowed = [](unsigned char c) {
            return std::isalnum(c) || c == '-' || c == '_' || c == '.';
        };
        if (card.id.empty() || card.id.size() > 100 || card.id.front() == '.' ||
            !std::all_of(card.id.begin(), card.id.end(), allowed))
            fail("\"id\" must be made of letters, digits, '-', '_' and '.'");
        card.name = text(json, "name");
        card.description = text(json, "description");
        card.dataset = text(json, "dataset");
        card.terms = text(json, "terms");
    }

    void readShapes(const Json& json, ModelCard& card) const
    {
        const Json& image = object(json, "image");
        card.channels = integer(field(image, "channels", "image."), "image.channels", 1, 3);
        if (card.channels == 2)
            fail("\"image.channels\" must be 1 (grey) or 3 (colour)");
        card.height = integer(field(image, "height", "image."), "image.height", 1, maxPixels);
        card.width = integer(field(image, "width", "image."), "image.width", 1, maxPixels);
        const Json& range = field(image, "range", "image.");
        if (!range.is_array() || range.size() != 2)
            fail("\"image.range\" must be two numbers, the lowest and the highest output");
        card.rangeLow = number(range[0], "image.range");
        card.rangeHigh = number(range[1], "image.range");
        if (!(card.rangeLow < card.rangeHigh))
            fail("\"image.range\" must go from a lower to a higher number");

        const Json& latent = object(json, "latent");
        const Json& shape = field(latent, "shape", "latent.");
        if (!shape.is_array() || shape.empty() || shape.size() > 6)
            fail("\"latent.shape\" must be a list of one to six sizes");
        std::int64_t length = 1;
        for (const Json& size : shape) {
            card.latentShape.push_back(integer(size, "latent.shape", 1, mostLatentNumbers));
            length *= card.latentShape.back();
            if (length > mostLatentNumbers)
                fail("\"latent.shape\" has more than 2^24 numbers");
        }
        card.prior = text(latent, "prior", "latent.");
        if (card.prior != prior::normal && card.prior != prior::starts)
            fail("\"latent.prior\" must be \"normal\" or \"starts\"");
        readInputs(json, card);
    }

    void readInputs(const Json& json, ModelCard& card) const
    {
        if (!json.contains("inputs"))
            return;
        const Json& inputs = json["inputs"];
        if (!inputs.is_array() || inputs.size() > mostInputs)
            fail("\"inputs\" must be a list of at most " + std::to_string(mostInputs) + " inputs");
        for (const Json& item : inputs) {
            if (!item.is_object())
                fail("\"inputs\" must be a list of inputs");
            NetworkInput input;
            input.name = text(item, "name", "inputs.");
            const std::string kind = text(item, "kind", "inputs.");
            if (kind != "class" && kind != "setting")
                fail("\"inputs.kind\" must be \"class\" or \"setting\"");
            input.kind = kind == "class" ? NetworkInput::Kind::Class : NetworkInput::Kind::Setting;
            const Json& shape = field(item, "shape", "inputs.");
            if (!shape.is_array() || shape.size() != 1)
                fail("\"inputs.shape\" must be a list of one size");
            input.shape = {integer(shape[0], "inputs.shape", 1, mostInInput)};
            if (item.contains("standard")) {
                if (!item["standard"].is_array() || item["standard"].size() != std::size_t(input.shape[0]))
                    fail("\"inputs.standard\" must have as many numbers as the input");
                for (const Json& value : item["standard"])
                    input.standard.push_back(number(value, "inputs.standard"));
            }
            if (item.contains("labels")) {
                const Json& labels = item["labels"];
                if (!labels.is_array() || labels.size() > std::size_t(input.shape[0]))
                    fail("\"inputs.labels\" must be a list of at most as many texts as there are classes");
                for (const Json& label : labels)
                    input.labels.push_back(label.is_string() ? label.get<std::string>() : std::string());
            }
            const bool isNew =
                std::ranges::find(card.inputs, input.name, &NetworkInput::name) == card.inputs.end();
            if (input.name.empty() || !isNew)
                fail("every input needs a \"name\" of its own");
            card.inputs.push_back(std::move(input));
        }
    }

    void readLayers(const Json& json, ModelCard& card) const
    {
        const Json& layers = field(json, "layers");
        if (!layers.is_array() || layers.size() > 10000)
            fail("\"layers\" must be a list of layers");
        std::set<std::string> ids;
        for (const Json& item : layers) {
            if (!item.is_object())
                fail("\"layers\" must be a list of layers");
            LayerInfo layer;
            layer.id = text(item, "id", "layers.");
            if (layer.id.empty() || !ids.insert(layer.id).second)
                fail("every layer needs an \"id\" of its own");
            const std::string kind = text(item, "kind", "layers.");
            if (kind != "dense" && kind != "conv")
                fail("\"layers.kind\" must be \"dense\" or \"conv\"");
            layer.kind = kind == "dense" ? LayerKind::Dense : LayerKind::Conv;
            layer.activation = text(item, "activation", "layers.");
            layer.units = integer(field(item, "units", "layers."), "layers.units", 1, maxUnits);
            layer.height = integer(field(item, "height", "layers."), "layers.height", 1, maxPixels);
            layer.width = integer(field(item, "width", "layers."), "layers.width", 1, maxPixels);
            layer.dead = integer(field(item, "dead", "layers."), "layers.dead", 0, layer.units);
            if (item.contains("module"))
                layer.module = text(item, "module", "layers.");
            card.layers.push_back(std::move(layer));
        }
        if (json.contains("scheme-layer")) {
            card.schemeLayer = text(json, "scheme-layer");
            if (!ids.contains(card.schemeLayer))
                fail("\"scheme-layer\" must be the id of one of the layers");
        }
        if (json.contains("scheme")) {
            card.scheme = schemeCallFromJson(json["scheme"], "the model card " + _path.string());
            if (!ids.contains(card.scheme->layer))
                fail("\"scheme.layer\" must be the id of one of the layers");
        }
    }

    void readFirstSight(const Json& json, ModelCard& card) const
    {
        if (!json.contains("first-sight"))
            return;
        const std::string where = "\"first-sight\" of the model card " + _path.string();
        card.firstSight = firstSightFromJson(json["first-sight"], where);
        try {
            checkEdits(card.firstSight->edits, card);
        } catch (const Error& error) {
            throw Error(where + ": " + error.what());
        }
    }

    TypicalRange readRange(const Json& range, const std::string& metric, const std::string& scheme) const
    {
        const std::string where = "typical." + metric + "." + scheme;
        if (!range.is_object())
            fail("\"" + where + "\" must be an object");
        return {number(field(range, "low", where + "."), where + ".low"),
                number(field(range, "mean", where + "."), where + ".mean"),
                number(field(range, "high", where + "."), where + ".high"),
                readQuantiles(range, where + ".quantiles")};
    }

    std::vector<double> readQuantiles(const Json& range, const std::string& where) const
    {
        std::vector<double> quantiles;
        if (!range.contains("quantiles"))
            return quantiles;
        const Json& list = range["quantiles"];
        if (!list.is_array() || list.size() < 2 || list.size() > mostQuantiles)
            fail("\"" + where + "\" must be a list of 2 to " + std::to_string(mostQuantiles) + " numbers");
        for (const Json& json : list)
            quantiles.push_back(number(json, where));
        if (!std::is_sorted(quantiles.begin(), quantiles.end()))
            fail("\"" + where + "\" must go from the smallest number to the largest");
        return quantiles;
    }

    /// These say what was measured or recorded, so a card without them is whole.
    void readTables(const Json& json, ModelCard& card) const
    {
        if (json.contains("typical"))
            for (const auto& [metric, schemes] : object(json, "typical").items())
                for (const auto& [scheme, range] : schemes.items())
                    card.typical[metric][scheme] = readRange(range, metric, scheme);
        if (json.contains("provenance"))
            for (const auto& [key, value] : object(json, "provenance").items()) {
                if (!value.is_string())
                    fail("\"provenance." + key + "\" must be text");
                card.provenance[key] = value.get<std::string>();
            }
        if (json.contains("hashes"))
            for (const auto& [file, hash] : object(json, "hashes").items()) {
                const auto isHash = [](const std::string& digits) {
                    return digits.size() == 64 &&
                           digits.find_first_not_of("0123456789abcdef") == std::string::npos;
                };
                if (!hash.is_string() || !isHash(hash.get<std::string>()))
                    fail("\"hashes." + file + "\" must be a SHA-256 of 64 hexadecimal digits");
                card.hashes[file] = hash.get<std::string>();
            }
    }

    const std::filesystem::path& _path;
};

} // namespace

double ModelCard::pictureCrop() const
{
    const auto noted = provenance.find("crop");
    if (noted == provenance.end())
        return 1.0;
    std::istringstream text(noted->second);
    double size = 0.0;
    return text >> size && size > 0.0 && size <= 1.0 ? size : 1.0;
}

int ModelCard::latentLength() const
{
    int length = 1;
    for (const int size : latentShape)
        length *= size;
    return length;
}

int ModelCard::packedLength() const
{
    int length = latentLength();
    for (const NetworkInput& input : inputs)
        length += input.length();
    return length;
}

std::vector<float> ModelCard::packed(const Recipe& recipe) const
{
    return packedInputs(recipe.z, inputs, recipe.inputs);
}

int ModelCard::layerIndex(const std::string& layer) const
{
    for (std::size_t i = 0; i < layers.size(); ++i)
        if (layers[i].id == layer)
            return static_cast<int>(i);
    int number = 0;
    const char* end = layer.data() + layer.size();
    const auto [stop, problem] = std::from_chars(layer.data(), end, number);
    const bool isNumber = problem == std::errc() && stop == end;
    return isNumber && number >= 1 && static_cast<std::size_t>(number) <= layers.size() ? number - 1 : -1;
}

std::string ModelCard::layerChoice() const
{
    std::string choice;
    for (const LayerInfo& layer : layers)
        choice += (choice.empty() ? "use one of " : ", ") + layer.id;
    return choice.empty() ? "choose a model with hidden layers" : choice;
}

std::string ModelCard::defaultLayer() const
{
    if (scheme)
        return scheme->layer;
    if (!schemeLayer.empty())
        return schemeLayer;
    return layers.empty() ? std::string() : layers[std::min<std::size_t>(2, layers.size() - 1)].id;
}

SchemeCall ModelCard::defaultScheme() const
{
    if (scheme)
        return *scheme;
    SchemeCall call;
    call.layer = defaultLayer();
    return call;
}

Json toJson(const ModelCard& card)
{
    Json layers = Json::array();
    for (const LayerInfo& layer : card.layers) {
        layers.push_back({{"id", layer.id},
                          {"kind", layer.kind == LayerKind::Dense ? "dense" : "conv"},
                          {"activation", layer.activation},
                          {"units", layer.units},
                          {"height", layer.height},
                          {"width", layer.width},
                          {"dead", layer.dead}});
        if (!layer.module.empty())
            layers.back()["module"] = layer.module;
    }
    Json typical = Json::object();
    for (const auto& [metric, schemes] : card.typical)
        for (const auto& [scheme, range] : schemes) {
            typical[metric][scheme] = {{"low", range.low}, {"mean", range.mean}, {"high", range.high}};
            if (!range.quantiles.empty())
                typical[metric][scheme]["quantiles"] = range.quantiles;
        }
    Json json = {{"id", card.id},
                 {"name", card.name},
                 {"description", card.description},
                 {"dataset", card.dataset},
                 {"terms", card.terms},
                 {"image",
                  {{"channels", card.channels},
                   {"height", card.height},
                   {"width", card.width},
                   {"range", {card.rangeLow, card.rangeHigh}}}},
                 {"latent", {{"shape", card.latentShape}, {"prior", card.prior}}},
                 {"layers", std::move(layers)},
                 {"typical", typical},
                 {"provenance", card.provenance},
                 {"hashes", card.hashes}};
    for (const NetworkInput& input : card.inputs) {
        Json& listed = json["inputs"].emplace_back(
            Json{{"name", input.name}, {"kind", toString(input.kind)}, {"shape", input.shape}});
        if (!input.standard.empty())
            listed["standard"] = input.standard;
        if (!input.labels.empty())
            listed["labels"] = input.labels;
    }
    if (!card.schemeLayer.empty())
        json["scheme-layer"] = card.schemeLayer;
    if (card.scheme)
        json["scheme"] = toJson(*card.scheme);
    if (card.firstSight)
        json["first-sight"] = toJson(*card.firstSight);
    return json;
}

ModelCard readCard(const std::filesystem::path& path)
{
    const std::string content = readFile(path, maxCardBytes);
    const CardReader reader(path);
    const Json json = parseJson(content);
    if (json.is_discarded())
        reader.fail("it is not JSON");
    return reader.read(json);
}

void writeCard(const std::filesystem::path& path, const ModelCard& card)
{
    writeFile(path, toJson(card).dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

} // namespace flipside
