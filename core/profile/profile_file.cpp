// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/activation_profile.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/json_fields.h"
#include "core/base/packed_array.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace flipside {

namespace {

using Json = nlohmann::json;

constexpr std::uint64_t profileVersion = 1;
constexpr std::size_t mostUnits = 65536;
constexpr std::size_t mostMapSide = 65536;

/// Numbers in two bytes each, from the smallest to the largest of them: cells are many, and 1/65535 of their
/// range is fine enough.
Json packCells(const std::vector<float>& numbers)
{
    const auto [low, high] = std::minmax_element(numbers.begin(), numbers.end());
    const float step = (*high - *low) / 65535.0f;
    std::vector<std::uint16_t> packed;
    packed.reserve(numbers.size());
    for (const float number : numbers)
        packed.push_back(step > 0.0f ? std::uint16_t(std::lround((number - *low) / step)) : 0);
    return {{"low", *low}, {"step", step}, {"numbers", packArray(packed)}};
}

std::vector<float> unpackCells(const Json& json, std::size_t count, const std::string& what)
{
    const float low = floatIn(json, "low");
    const float step = floatIn(json, "step");
    std::vector<float> numbers;
    numbers.reserve(count);
    for (const std::uint16_t packed : unpackArray<std::uint16_t>(json.at("numbers"), count, what)) {
        numbers.push_back(low + step * float(packed));
        if (!std::isfinite(numbers.back()))
            throw Error("\"" + what + "\" has a number that is not finite");
    }
    return numbers;
}

Json toJson(const CellProfile& cells)
{
    return {{"height", cells.height},
            {"width", cells.width},
            {"percent_activation", packCells(cells.percentActivation)},
            {"maximum", packCells(cells.maximum)},
            {"mean", packCells(cells.mean)},
            {"deviation", packCells(cells.deviation)}};
}

CellProfile cellsFromJson(const Json& json, std::size_t units)
{
    CellProfile cells;
    const std::size_t height = countIn(json, "height");
    const std::size_t width = countIn(json, "width");
    if (height < 1 || width < 1 || height > mostMapSide || width > mostMapSide ||
        units * height * width > mostProfiledCells)
        throw Error("a layer has an impossible number of places");
    cells.height = int(height);
    cells.width = int(width);
    const std::size_t count = units * height * width;
    cells.percentActivation = unpackCells(json.at("percent_activation"), count, "percent_activation");
    cells.maximum = unpackCells(json.at("maximum"), count, "maximum");
    cells.mean = unpackCells(json.at("mean"), count, "mean");
    cells.deviation = unpackCells(json.at("deviation"), count, "deviation");
    return cells;
}

Json toJson(const MapPatterns& patterns)
{
    return {{"height", patterns.height},
            {"width", patterns.width},
            {"maps", packArray(patterns.maps)},
            {"steps", packArray(patterns.steps)}};
}

MapPatterns patternsFromJson(const Json& json, std::size_t units)
{
    const std::size_t height = countIn(json, "height");
    const std::size_t width = countIn(json, "width");
    if (height < 1 || width < 1 || height > largestPatternSide || width > largestPatternSide)
        throw Error("a layer's patterns have an impossible size");
    const std::size_t maps = units * (1 + keptExemplars);
    MapPatterns patterns{int(height), int(width),
                         unpackArray<std::uint8_t>(json.at("maps"), maps * height * width, "maps"),
                         unpackArray<float>(json.at("steps"), maps, "steps")};
    for (const float step : patterns.steps)
        if (!(step >= 0.0f))
            throw Error("\"steps\" has a number below 0");
    return patterns;
}

Json toJson(const LayerProfile& layer)
{
    std::vector<float> lows;
    std::vector<float> widths;
    std::vector<std::uint32_t> counts;
    for (const Histogram& histogram : layer.histograms) {
        lows.push_back(histogram.low);
        widths.push_back(histogram.binWidth);
        counts.insert(counts.end(), histogram.counts.begin(), histogram.counts.end());
    }
    Json classes = Json::array();
    for (const auto& activation : layer.classActivation)
        classes.push_back(packArray(activation));
    Json json = {{"id", layer.id},
                 {"units", layer.units()},
                 {"percent_activation", packArray(layer.percentActivation)},
                 {"maximum", packArray(layer.maximum)},
                 {"mean", packArray(layer.mean)},
                 {"minimum", packArray(layer.minimum)},
                 {"deviation", packArray(layer.deviation)},
                 {"histogram_bins", layer.histograms.empty() ? 0 : layer.histograms.front().counts.size()},
                 {"histogram_low", packArray(lows)},
                 {"histogram_bin_width", packArray(widths)},
                 {"histogram_counts", packArray(counts)},
                 {"class_activation", classes},
                 {"correlation", packArray(layer.packedCorrelation)}};
    if (layer.cells)
        json["cells"] = toJson(*layer.cells);
    if (layer.patterns)
        json["patterns"] = toJson(*layer.patterns);
    return json;
}

LayerProfile layerFromJson(const Json& json)
{
    LayerProfile layer;
    layer.id = json.at("id").get<std::string>();
    const std::size_t units = countIn(json, "units");
    const std::size_t bins = countIn(json, "histogram_bins");
    if (units == 0 || units > mostUnits || bins > mostUnits)
        throw Error("a layer has an impossible number of units");
    layer.percentActivation = unpackArray<float>(json.at("percent_activation"), units, "percent_activation");
    layer.maximum = unpackArray<float>(json.at("maximum"), units, "maximum");
    layer.mean = unpackArray<float>(json.at("mean"), units, "mean");
    layer.minimum = unpackArray<float>(json.at("minimum"), units, "minimum");
    layer.deviation = unpackArray<float>(json.at("deviation"), units, "deviation");
    for (const float percent : layer.percentActivation)
        if (percent < 0.0f || percent > 1.0f)
            throw Error("\"percent_activation\" has a number outside 0 to 1");
    for (std::size_t unit = 0; unit < units; ++unit)
        if (layer.minimum[unit] > layer.maximum[unit])
            throw Error("a number in \"minimum\" is above the one in \"maximum\"");

    const auto lows = unpackArray<float>(json.at("histogram_low"), units, "histogram_low");
    const auto widths = unpackArray<float>(json.at("histogram_bin_width"), units, "histogram_bin_width");
    const auto counts =
        unpackArray<std::uint32_t>(json.at("histogram_counts"), units * bins, "histogram_counts");
    for (std::size_t unit = 0; unit < units; ++unit) {
        const auto first = counts.begin() + std::ptrdiff_t(unit * bins);
        layer.histograms.push_back({lows[unit], widths[unit], {first, first + std::ptrdiff_t(bins)}});
    }
    for (const Json& activation : json.at("class_activation"))
        layer.classActivation.push_back(unpackArray<float>(activation, units, "class_activation"));
    if (units <= std::size_t(mostCorrelatedUnits))
        layer.packedCorrelation =
            unpackArray<std::int16_t>(json.at("correlation"), units * (units - 1) / 2, "correlation");
    if (json.contains("cells"))
        layer.cells = cellsFromJson(json["cells"], units);
    if (json.contains("patterns"))
        layer.patterns = patternsFromJson(json["patterns"], units);
    return layer;
}

} // namespace

void ActivationProfile::write(const std::filesystem::path& path) const
{
    Json json = {{"flipside_profile", profileVersion},
                 {"data", data},
                 {"samples", samples},
                 {"class_names", classNames},
                 {"layers", Json::array()}};
    for (const LayerProfile& layer : layers)
        json["layers"].push_back(toJson(layer));
    const std::vector<std::uint8_t> bytes = Json::to_cbor(json);
    writeFile(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

ActivationProfile ActivationProfile::read(const std::filesystem::path& path)
{
    const std::string bytes = readFile(path);
    const std::string cure = "; profile the model again";
    try {
        const Json json = parseCbor(bytes);
        if (countIn(json, "flipside_profile") != profileVersion)
            throw Error("it was written by another version of Flipside");
        ActivationProfile profile;
        profile.data = json.at("data").get<std::string>();
        profile.samples = countIn(json, "samples");
        profile.classNames = json.at("class_names").get<std::vector<std::string>>();
        for (const Json& layer : json.at("layers")) {
            profile.layers.push_back(layerFromJson(layer));
            if (profile.layers.back().classActivation.size() != profile.classNames.size())
                throw Error("\"class_activation\" has the wrong number of classes");
        }
        return profile;
    } catch (const Error& error) {
        throw Error("cannot use the profile " + path.string() + ": " + error.what() + cure);
    } catch (const Json::exception&) {
        throw Error("cannot use the profile " + path.string() + ": it is damaged" + cure);
    }
}

} // namespace flipside
