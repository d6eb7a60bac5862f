// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/reference_latents.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/json_fields.h"
#include "core/base/packed_array.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace flipside {

namespace {

using Json = nlohmann::json;

constexpr std::uint64_t referencesVersion = 1;
constexpr double largestStored = 32767.0;
constexpr std::size_t mostStoredNumbers = std::size_t{1} << 28;

} // namespace

ReferenceLatents::ReferenceLatents(std::size_t length, std::vector<float> numbers, std::vector<int> classes)
    : _length(length), _numbers(std::move(numbers)), _classes(std::move(classes))
{
    if (_numbers.size() != _length * _classes.size())
        throw Error("the reference latents and their classes are not equally many");
    for (std::size_t i = 0; i < _classes.size(); ++i)
        _members[_classes[i]].push_back(int(i));
}

std::vector<int> ReferenceLatents::presentClasses() const
{
    std::vector<int> present;
    present.reserve(_members.size());
    for (const auto& [number, members] : _members)
        present.push_back(number);
    return present;
}

int ReferenceLatents::mostTypicalOf(int number) const
{
    const std::vector<int>& members = membersOf(number);
    std::vector<double> mean(_length, 0.0);
    for (const int member : members)
        for (std::size_t i = 0; i < _length; ++i)
            mean[i] += double(latent(member)[i]) / double(members.size());
    const auto distance = [&](int member) {
        double sum = 0.0;
        for (std::size_t i = 0; i < _length; ++i)
            sum += std::pow(double(latent(member)[i]) - mean[i], 2.0);
        return sum;
    };
    return *std::ranges::min_element(members, {}, distance);
}

void ReferenceLatents::write(const std::filesystem::path& path) const
{
    std::vector<float> scale(_length, 0.0f);
    for (std::size_t i = 0; i < _numbers.size(); ++i)
        scale[i % _length] = std::max(scale[i % _length], std::abs(_numbers[i]));
    std::vector<std::int16_t> stored(_numbers.size());
    for (std::size_t i = 0; i < _numbers.size(); ++i)
        if (const double largest = scale[i % _length]; largest > 0.0)
            stored[i] = std::int16_t(std::lround(double(_numbers[i]) / largest * largestStored));
    const Json json = {{"flipside_references", referencesVersion},
                       {"count", count()},
                       {"length", _length},
                       {"scale", packArray(scale)},
                       {"numbers", packArray(stored)},
                       {"classes", packArray(std::vector<std::uint16_t>(_classes.begin(), _classes.end()))}};
    const std::vector<std::uint8_t> bytes = Json::to_cbor(json);
    writeFile(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

ReferenceLatents ReferenceLatents::read(const std::filesystem::path& path)
{
    const std::string bytes = readFile(path);
    const std::string cure = "; profile the model again";
    try {
        const Json json = parseCbor(bytes);
        if (countIn(json, "flipside_references") != referencesVersion)
            throw Error("they were written by another version of Flipside");
        const std::size_t count = countIn(json, "count");
        const std::size_t length = countIn(json, "length");
        if (length == 0 || count > mostStoredNumbers / length)
            throw Error("they have an impossible size");
        const auto scale = unpackArray<float>(json.at("scale"), length, "scale");
        const auto stored = unpackArray<std::int16_t>(json.at("numbers"), count * length, "numbers");
        const auto classes = unpackArray<std::uint16_t>(json.at("classes"), count, "classes");
        std::vector<float> numbers(stored.size());
        for (std::size_t i = 0; i < stored.size(); ++i)
            numbers[i] = float(double(stored[i]) / largestStored * double(scale[i % length]));
        return {length, std::move(numbers), {classes.begin(), classes.end()}};
    } catch (const Error& error) {
        throw Error("cannot use the reference latents " + path.string() + ": " + error.what() + cure);
    } catch (const Json::exception&) {
        throw Error("cannot use the reference latents " + path.string() + ": the file is damaged" + cure);
    }
}

} // namespace flipside
