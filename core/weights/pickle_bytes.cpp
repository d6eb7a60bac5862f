// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/pickle_bytes.h"

#include "core/weights/refuse_weights.h"

#include <bit>
#include <charconv>

namespace flipside {

void refuseDamagedWeights()
{
    refuseWeights("the description of its weights is damaged");
}

std::string_view PickleBytes::take(std::uint64_t count)
{
    if (count > _bytes.size())
        refuseWeights("the description of its weights is cut short");
    const std::string_view taken = _bytes.substr(0, count);
    _bytes.remove_prefix(count);
    _taken += count;
    return taken;
}

std::uint64_t PickleBytes::number(int bytes)
{
    std::uint64_t value = 0;
    const std::string_view taken = take(static_cast<std::uint64_t>(bytes));
    for (std::size_t i = taken.size(); i-- > 0;)
        value = (value << 8) | static_cast<unsigned char>(taken[i]);
    return value;
}

double PickleBytes::bigEndianReal()
{
    std::uint64_t bits = 0;
    for (const char byte : take(sizeof bits))
        bits = (bits << 8) | static_cast<unsigned char>(byte);
    return std::bit_cast<double>(bits);
}

std::string_view PickleBytes::line()
{
    const std::size_t end = _bytes.find('\n');
    if (end == std::string_view::npos)
        refuseWeights("the description of its weights is cut short");
    return take(end + 1).substr(0, end);
}

std::uint64_t PickleBytes::lineNumber()
{
    const std::string_view digits = line();
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size())
        refuseDamagedWeights();
    return value;
}

} // namespace flipside
