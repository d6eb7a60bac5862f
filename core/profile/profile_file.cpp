// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/activation_profile.h"

#include "base/error.h"
#include "base/file.h"

#include <nlohmann/json.hpp>

#include <bit>
#include <cmath>
#include <cstring>
#include <type_traits>

namespace flipside {

namespace {

using Json = nlohmann::json;

constexpr int profileVersion = 1;
constexpr std::size_t mostUnits = 65536;

static_assert(std::endian::native == std::endian::little, "profile arrays are written as they lie in memory");

template <typename Number>
Json pack(const std::vector<Number>& numbers)
{
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(numbers.data());
    return Json::binary({bytes, bytes + numbers.size() * sizeof(Number)});
}

template <typename Number>
std::vector<Number> unpack(const Json& json, std::size_t count, const std::string& what)
{
    const auto& bytes = json.get_binary();
    if (bytes.size() != count * sizeof(Number))
        throw Error("\"" + what + "\" has the wrong length");
    std::vector<Number> numbers(count);
    if (count > 0)
        std::memcpy(numbers.data(), bytes.data(), bytes.size());
    if constexpr (std::is_floating_point_v<Number>)
        for (const Number number : numbers)
            if (!std::isfinite(number))
                throw Error("\"" + what + "\" has a number that is not finite");
    return numbers;
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
        classes.push_back(pack(activation));
    return {{"id", layer.id},
            {"units", layer.units()},
            {"percent_activation", pack(layer.percentActivation)},
            {"maximum", pack(layer.maximum)},
            {"mean", pack(layer.mean)},
            {"minimum", pack(layer.minimum)},
            {"deviation", pack(layer.deviation)},
            {"histogram_bins", layer.histograms.empty() ? 0 : layer.histograms.front().counts.size()},
            {"histogram_low", pack(lows)},
            {"histogram_bin_width", pack(widths)},
            {"histogram_counts", pack(counts)},
            {"class_activation", classes},
            {"correlation", pack(layer.packedCorrelation)}};
}

LayerProfile layerFromJson(const Json& json)
{
    LayerProfile layer;
    layer.id = json.at("id").get<std::string>();
    const auto units = json.at("units").get<std::size_t>();
    const auto bins = json.at("histogram_bins").get<std::size_t>();
    if (units == 0 || units > mostUnits || bins > mostUnits)
        throw Error("a layer has an impossible number of units");
    layer.percentActivation = unpack<float>(json.at("percent_activation"), units, "percent_activation");
    layer.maximum = unpack<float>(json.at("maximum"), units, "maximum");
    layer.mean = unpack<float>(json.at("mean"), units, "mean");
    layer.minimum = unpack<float>(json.at("minimum"), units, "minimum");
    layer.deviation = unpack<float>(json.at("deviation"), units, "deviation");
    for (const float percent : layer.percentActivation)
        if (percent < 0.0f || percent > 1.0f)
            throw Error("\"percent_activation\" has a number outside 0 to 1");

    const auto lows = unpack<float>(json.at("histogram_low"), units, "histogram_low");
    const auto widths = unpack<float>(json.at("histogram_bin_width"), units, "histogram_bin_width");
    const auto counts = unpack<std::uint32_t>(json.at("histogram_counts"), units * bins, "histogram_counts");
    for (std::size_t unit = 0; unit < units; ++unit) {
        const auto first = counts.begin() + std::ptrdiff_t(unit * bins);
        layer.histograms.push_back({lows[unit], widths[unit], {first, first + std::ptrdiff_t(bins)}});
    }
    for (const Json& activation : json.at("class_activation"))
        layer.classActivation.push_back(unpack<float>(activation, units, "class_activation"));
    layer.packedCorrelation =
        unpack<std::int16_t>(json.at("correlation"), units * (units - 1) / 2, "correlation");
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
    const std::string cure = "; make it again with flipside-cli profile";
    try {
        const Json json = Json::from_cbor(bytes);
        if (json.at("flipside_profile").get<int>() != profileVersion)
            throw Error("it was written by another version of Flipside");
        ActivationProfile profile;
        profile.data = json.at("data").get<std::string>();
        profile.samples = json.at("samples").get<std::uint64_t>();
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
