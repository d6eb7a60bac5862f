// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_fields.h"

#include "core/base/error.h"
#include "core/base/shallow_cbor.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace flipside {

using Json = nlohmann::json;

namespace {

constexpr std::size_t mostNested = 100;

/// Where the string that begins at `quote` ends.
std::size_t endOfString(std::string_view text, std::size_t quote)
{
    for (std::size_t end = text.find('"', quote + 1); end != std::string_view::npos;
         end = text.find('"', end + 1)) {
        const std::size_t behind = text.find_last_not_of('\\', end - 1) + 1;
        if ((end - behind) % 2 == 0)
            return end;
    }
    return text.size();
}

/// How deep the lists and objects of a text are in one another, if it is JSON.
std::size_t depthOf(std::string_view text)
{
    std::size_t depth = 0;
    std::size_t deepest = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"')
            i = endOfString(text, i);
        else if (text[i] == '[' || text[i] == '{')
            deepest = std::max(deepest, ++depth);
        else if ((text[i] == ']' || text[i] == '}') && depth > 0)
            --depth;
    }
    return deepest;
}

float floatOf(const Json& value, const char* name)
{
    const auto number = value.get<double>();
    if (!(std::abs(number) <= double(std::numeric_limits<float>::max())))
        throw Error(std::string("\"") + name + "\" is not a finite number");
    return float(number);
}

template <typename Number>
std::vector<Number> wholeNumbersIn(const Json& object, const char* name)
{
    std::vector<Number> numbers;
    for (const Json& value : object.at(name)) {
        if (!value.is_number_unsigned() || value.get<std::uint64_t>() > std::numeric_limits<Number>::max())
            throw Error(std::string("\"") + name + "\" has a number that is no whole one, or too large");
        numbers.push_back(value.get<Number>());
    }
    return numbers;
}

} // namespace

Json parseJson(std::string_view text)
{
    return depthOf(text) > mostNested ? Json(Json::value_t::discarded) : Json::parse(text, nullptr, false);
}

Json parseCbor(std::string_view bytes)
{
    return isShallowCbor(bytes, mostNested) ? Json::from_cbor(bytes, true, false)
                                            : Json(Json::value_t::discarded);
}

void refuseJson(const std::string& where, const std::string& what, const std::string& cure)
{
    throw Error(where + ": " + what + "; " + cure);
}

const Json& jsonField(const Json& object, const char* name, const std::string& where)
{
    const auto found = object.find(name);
    if (found == object.end())
        refuseJson(where, std::string("there is no \"") + name + "\"");
    return *found;
}

std::string textField(const Json& object, const char* name, const std::string& where)
{
    const Json& value = jsonField(object, name, where);
    if (!value.is_string())
        refuseJson(where, std::string("\"") + name + "\" must be text");
    return value.get<std::string>();
}

double finiteNumber(const Json& value, const std::string& what, const std::string& where)
{
    if (value.is_null() || value.is_string())
        refuseJson(where, what + " is not a finite number");
    if (!value.is_number())
        refuseJson(where, what + " must be a number");
    const auto number = value.get<double>();
    if (!std::isfinite(number) || std::abs(number) > std::numeric_limits<float>::max())
        refuseJson(where, what + " is not a finite number");
    return number;
}

std::uint64_t numberField(const Json& object, const char* name, const std::string& where)
{
    const Json& value = jsonField(object, name, where);
    if (!value.is_number_unsigned())
        refuseJson(where, std::string("\"") + name + "\" must be a whole number, 0 or more");
    return value.get<std::uint64_t>();
}

int wholeNumber(const Json& value, const std::string& what, const std::string& where)
{
    if (!value.is_number_integer() || value.get<double>() < 0 ||
        value.get<double>() > std::numeric_limits<int>::max())
        refuseJson(where, what + " must be a whole number, 0 or more");
    return value.get<int>();
}

const Json& listField(const Json& object, const char* name, const std::string& where)
{
    static const Json none = Json::array();
    const auto found = object.find(name);
    if (found == object.end())
        return none;
    if (!found->is_array())
        refuseJson(where, std::string("\"") + name + "\" must be a list");
    return *found;
}

bool flagField(const Json& object, const char* name, const std::string& where)
{
    const auto found = object.find(name);
    if (found == object.end())
        return false;
    if (!found->is_boolean())
        refuseJson(where, std::string("\"") + name + "\" must be true or false");
    return found->get<bool>();
}

std::uint64_t countIn(const Json& object, const char* name)
{
    const Json& value = object.at(name);
    if (!value.is_number_unsigned())
        throw Error(std::string("\"") + name + "\" is not a whole number");
    return value.get<std::uint64_t>();
}

float floatIn(const Json& object, const char* name)
{
    return floatOf(object.at(name), name);
}

std::vector<float> floatsIn(const Json& object, const char* name)
{
    std::vector<float> numbers;
    for (const Json& value : object.at(name))
        numbers.push_back(floatOf(value, name));
    return numbers;
}

std::vector<int> intsIn(const Json& object, const char* name)
{
    return wholeNumbersIn<int>(object, name);
}

std::vector<std::uint32_t> countsIn(const Json& object, const char* name)
{
    return wholeNumbersIn<std::uint32_t>(object, name);
}

std::int64_t integerOf(const Json& value)
{
    if (!value.is_number_integer() ||
        (value.is_number_unsigned() &&
         value.get<std::uint64_t>() > std::uint64_t(std::numeric_limits<std::int64_t>::max())))
        throw Error("a number in it is not whole, or too large");
    return value.get<std::int64_t>();
}

std::vector<std::int64_t> integersOf(const Json& values)
{
    std::vector<std::int64_t> integers;
    for (const Json& value : values)
        integers.push_back(integerOf(value));
    return integers;
}

} // namespace flipside
