// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace flipside {

/// The JSON of a text, or of CBOR (RFC 8949); discarded where it is none, or where lists in lists go deeper
/// than anything that Flipside writes: who walks through them would run out of stack.
nlohmann::json parseJson(std::string_view text);
nlohmann::json parseCbor(std::string_view bytes);

/// Reading JSON that a stranger may have written: what is missing or of the wrong type becomes one sentence
/// "`where`: what is wrong; what to do". All of these throw Error.
[[noreturn]] void refuseJson(const std::string& where, const std::string& what,
                             const std::string& cure = "correct it, or choose another file");

const nlohmann::json& jsonField(const nlohmann::json& object, const char* name, const std::string& where);
std::string textField(const nlohmann::json& object, const char* name, const std::string& where);

/// A finite number that a float can hold. JSON has no NaN, but writers put null or "NaN" where they had one.
double finiteNumber(const nlohmann::json& value, const std::string& what, const std::string& where);
/// The whole number under `name`, 0 or more.
std::uint64_t numberField(const nlohmann::json& object, const char* name, const std::string& where);
/// From 0 to the largest int.
int wholeNumber(const nlohmann::json& value, const std::string& what, const std::string& where);
/// The list under `name`, or an empty one where it is absent.
const nlohmann::json& listField(const nlohmann::json& object, const char* name, const std::string& where);
/// A choice under `name`; false where it is absent.
bool flagField(const nlohmann::json& object, const char* name, const std::string& where);

/// For files that only programs write, where an Error with half a sentence will do: a whole number, 0 or
/// more, and a finite number that a float can hold. Where there is no such field, what the JSON library
/// throws.
std::uint64_t countIn(const nlohmann::json& object, const char* name);
float floatIn(const nlohmann::json& object, const char* name);
/// Lists of these, of which each fits into its type: the library converts them unseen.
std::vector<float> floatsIn(const nlohmann::json& object, const char* name);
std::vector<int> intsIn(const nlohmann::json& object, const char* name);
std::vector<std::uint32_t> countsIn(const nlohmann::json& object, const char* name);
/// A whole number of either sign, and a list of them. A real one has no value as a whole number where it is
/// large, and the library asks nothing.
std::int64_t integerOf(const nlohmann::json& value);
std::vector<std::int64_t> integersOf(const nlohmann::json& values);

} // namespace flipside
