// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json_fields.h"

#include "base/error.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>

namespace flipside {

using Json = nlohmann::json;

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

} // namespace flipside
