// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/latent_space.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/json_fields.h"
#include "core/base/packed_array.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

namespace flipside {

namespace {

using Json = nlohmann::json;

constexpr std::uint64_t latentsVersion = 1;
constexpr double largestNumber = 32767.0;
constexpr std::size_t mostRows = 4096;
constexpr std::size_t mostStoredNumbers = std::size_t{1} << 28;
constexpr double largestStep = 1e6;

Json packed(const PackedRows& rows)
{
    return {{"steps", packArray(rows.steps)}, {"numbers", packArray(rows.numbers)}};
}

PackedRows unpacked(const Json& json, std::size_t count, std::size_t length, const std::string& what)
{
    if (count > mostRows || length == 0 || count > mostStoredNumbers / length)
        throw Error("\"" + what + "\" has an impossible size");
    PackedRows rows{unpackArray<float>(json.at("steps"), count, what),
                    unpackArray<std::int16_t>(json.at("numbers"), count * length, what)};
    for (const float step : rows.steps)
        if (!(std::abs(step) < largestStep))
            throw Error("\"" + what + "\" has an impossible number");
    return rows;
}

double along(const PackedRows& rows, std::size_t row, std::span<const float> z)
{
    const std::span<const std::int16_t> numbers = rows.row(row);
    double sum = 0.0;
    for (std::size_t i = 0; i < z.size(); ++i)
        sum += double(z[i]) * double(numbers[i]);
    return sum * double(rows.steps[row]);
}

std::vector<float> unpackedRow(const PackedRows& rows, std::size_t row)
{
    std::vector<float> numbers;
    numbers.reserve(rows.row(row).size());
    for (const std::int16_t number : rows.row(row))
        numbers.push_back(float(number) * rows.steps[row]);
    return numbers;
}

/// A stranger's file may give numbers that are beyond a float's.
float floatOf(double number)
{
    constexpr double largest = std::numeric_limits<float>::max();
    return float(std::clamp(number, -largest, largest));
}

} // namespace

PackedRows PackedRows::of(std::span<const float> all, std::size_t length)
{
    PackedRows rows;
    rows.numbers.reserve(all.size());
    for (std::size_t first = 0; first < all.size(); first += length) {
        double largest = 0.0;
        for (const float number : all.subspan(first, length))
            largest = std::max(largest, std::abs(double(number)));
        const double step = largest / largestNumber;
        for (const float number : all.subspan(first, length))
            rows.numbers.push_back(step > 0.0 ? std::int16_t(std::lround(double(number) / step)) : 0);
        rows.steps.push_back(float(step));
    }
    return rows;
}

LatentSpace::LatentSpace(std::vector<std::string> startNames, PackedRows starts, PackedRows middle,
                         PackedRows directions, std::vector<float> spreads, float reach)
    : _startNames(std::move(startNames)), _starts(std::move(starts)), _middle(std::move(middle)),
      _directions(std::move(directions)), _spreads(std::move(spreads)), _reach(reach),
      _length(_middle.numbers.size())
{
    if (_starts.count() == 0 || _startNames.size() != _starts.count() || _middle.count() != 1 ||
        _length == 0 || _starts.numbers.size() != _starts.count() * _length ||
        _directions.numbers.size() != _directions.count() * _length || _spreads.size() != _directions.count())
        throw Error("its parts do not fit together");
    if (!std::isfinite(_reach) || _reach < 0.0f ||
        !std::all_of(_spreads.begin(), _spreads.end(), [](float spread) { return spread > 0.0f; }))
        throw Error("a spread is not above 0");
    const std::vector<float> mean = unpackedRow(_middle, 0);
    for (std::size_t i = 0; i < directionCount(); ++i)
        _middleAlong.push_back(along(_directions, i, mean));
}

std::vector<float> LatentSpace::start(std::size_t i) const
{
    return unpackedRow(_starts, i);
}

std::vector<float> LatentSpace::drawn(Random& random, double truncation) const
{
    std::vector<float> z = start(std::size_t(random.below(startCount())));
    for (std::size_t i = 0; i < directionCount(); ++i)
        move(z, i, truncation * double(_reach) * random.normal());
    return z;
}

std::vector<float> LatentSpace::coordinates(std::span<const float> z) const
{
    std::vector<float> result;
    result.reserve(directionCount());
    for (std::size_t i = 0; i < directionCount(); ++i)
        result.push_back(floatOf((along(_directions, i, z) - _middleAlong[i]) / double(_spreads[i])));
    return result;
}

std::vector<float> LatentSpace::placed(std::span<const float> z, std::span<const float> coordinates) const
{
    const std::vector<float> present = this->coordinates(z);
    std::vector<float> result(z.begin(), z.end());
    for (std::size_t i = 0; i < directionCount(); ++i)
        if (coordinates[i] != present[i])
            move(result, i, double(coordinates[i]) - double(present[i]));
    return result;
}

void LatentSpace::move(std::vector<float>& z, std::size_t direction, double deviations) const
{
    const std::span<const std::int16_t> numbers = _directions.row(direction);
    const auto factor =
        floatOf(deviations * double(_spreads[direction]) * double(_directions.steps[direction]));
    for (std::size_t i = 0; i < z.size(); ++i)
        z[i] += factor * float(numbers[i]);
}

void LatentSpace::write(const std::filesystem::path& file) const
{
    const Json json = {
        {"flipside_latents", latentsVersion}, {"length", _length},
        {"start_names", _startNames},         {"starts", packed(_starts)},
        {"middle", packed(_middle)},          {"directions", packed(_directions)},
        {"spreads", packArray(_spreads)},     {"reach", packArray(std::vector<float>{_reach})}};
    const std::vector<std::uint8_t> bytes = Json::to_cbor(json);
    writeFile(file, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

LatentSpace LatentSpace::parsed(const std::string& content, const std::string& name)
{
    const std::string cure = "; get the model again from where it came";
    try {
        const Json json = parseCbor(content);
        if (countIn(json, "flipside_latents") != latentsVersion)
            throw Error("it was written by another version of Flipside");
        const std::size_t length = countIn(json, "length");
        auto names = json.at("start_names").get<std::vector<std::string>>();
        const std::size_t directions = json.at("spreads").get_binary().size() / sizeof(float);
        PackedRows starts = unpacked(json.at("starts"), names.size(), length, "starts");
        return {std::move(names),
                std::move(starts),
                unpacked(json.at("middle"), 1, length, "middle"),
                unpacked(json.at("directions"), directions, length, "directions"),
                unpackArray<float>(json.at("spreads"), directions, "spreads"),
                unpackArray<float>(json.at("reach"), 1, "reach").front()};
    } catch (const Error& error) {
        throw Error("cannot use the latents " + name + ": " + error.what() + cure);
    } catch (const Json::exception&) {
        throw Error("cannot use the latents " + name + ": the file is damaged" + cure);
    }
}

} // namespace flipside
