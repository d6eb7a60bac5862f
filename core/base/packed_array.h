// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <bit>
#include <cmath>
#include <cstring>
#include <string>
#include <type_traits>
#include <vector>

namespace flipside {

static_assert(std::endian::native == std::endian::little, "packed arrays are written as they lie in memory");

/// Numbers as a CBOR byte string, little-endian, for files with arrays of millions of them.
template <typename Number>
nlohmann::json packArray(const std::vector<Number>& numbers)
{
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(numbers.data());
    return nlohmann::json::binary({bytes, bytes + numbers.size() * sizeof(Number)});
}

/// Throws Error, half a sentence with `what` in it, where there are not `count` numbers or one is not finite,
/// and what the JSON library throws where there is no byte string.
template <typename Number>
std::vector<Number> unpackArray(const nlohmann::json& json, std::size_t count, const std::string& what)
{
    const auto& bytes = json.get_binary();
    if (bytes.size() % sizeof(Number) != 0 || bytes.size() / sizeof(Number) != count)
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

} // namespace flipside
