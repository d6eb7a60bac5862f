// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace flipside {

/// Reading JSON that a stranger may have written: what is missing or of the wrong type becomes one sentence
/// "`where`: what is wrong; what to do". All of these throw Error.
[[noreturn]] void refuseJson(const std::string& where, const std::string& what,
                             const std::string& cure = "correct it, or choose another file");

const nlohmann::json& jsonField(const nlohmann::json& object, const char* name, const std::string& where);
std::string textField(const nlohmann::json& object, const char* name, const std::string& where);

/// A finite number that a float can hold. JSON has no NaN, but writers put null or "NaN" where they had one.
double finiteNumber(const nlohmann::json& value, const std::string& what, const std::string& where);
/// From 0 to the largest int.
int wholeNumber(const nlohmann::json& value, const std::string& what, const std::string& where);
/// The list under `name`, or an empty one where it is absent.
const nlohmann::json& listField(const nlohmann::json& object, const char* name, const std::string& where);
/// A choice under `name`; false where it is absent.
bool flagField(const nlohmann::json& object, const char* name, const std::string& where);

} // namespace flipside
