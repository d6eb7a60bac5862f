// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace flipside {

/// The last `bytes` bytes of a number, the highest first.
inline std::string bigEndian(std::uint64_t number, std::size_t bytes)
{
    std::string text(bytes, '\0');
    for (std::size_t i = bytes; i-- > 0; number >>= 8)
        text[i] = char(number & 0xff);
    return text;
}

/// The same, the lowest first.
inline std::string littleEndian(std::uint64_t number, std::size_t bytes)
{
    std::string text(bytes, '\0');
    for (std::size_t i = 0; i < bytes; ++i, number >>= 8)
        text[i] = char(number & 0xff);
    return text;
}

/// The number of `bytes` bytes at `place`, the lowest first; what lies behind the end is 0.
inline std::uint64_t littleEndianAt(std::string_view text, std::size_t place, std::size_t bytes)
{
    std::uint64_t number = 0;
    for (std::size_t i = bytes; i-- > 0;)
        number = number << 8 | (place + i < text.size() ? static_cast<unsigned char>(text[place + i]) : 0u);
    return number;
}

} // namespace flipside
