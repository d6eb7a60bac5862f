// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/shallow_cbor.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace flipside {
namespace {

/// RFC 8949, section 3: the upper three bits of an item's first byte.
enum MajorType : std::uint8_t { Bytes = 2, Text = 3, List = 4, Map = 5, Tag = 6, Simple = 7 };

constexpr std::uint64_t untilBreak = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint8_t breakByte = 0xff;
constexpr int indefinite = 31;

struct Head {
    MajorType type;
    /// A length, a count or a number; untilBreak for an item of indefinite length.
    std::uint64_t argument;
};

std::optional<Head> takeHead(std::string_view& rest)
{
    if (rest.empty())
        return std::nullopt;
    const auto first = std::uint8_t(rest.front());
    rest.remove_prefix(1);
    const MajorType type{std::uint8_t(first >> 5)};
    const int information = first & 31;
    if (information == indefinite)
        return Head{type, untilBreak};
    if (information < 24)
        return Head{type, std::uint64_t(information)};
    const std::size_t size = std::size_t(1) << (information - 24);
    if (size > 8 || rest.size() < size)
        return std::nullopt;
    std::uint64_t argument = 0;
    for (const char byte : rest.substr(0, size))
        argument = argument << 8 | std::uint8_t(byte);
    rest.remove_prefix(size);
    return Head{type, argument};
}

} // namespace

bool isShallowCbor(std::string_view bytes, std::size_t mostNested)
{
    std::vector<std::uint64_t> left{1}; ///< items that each list or map around still has, itself at the front
    while (!left.empty()) {
        if (left.back() == 0) {
            left.pop_back();
            continue;
        }
        if (left.back() == untilBreak) {
            if (!bytes.empty() && std::uint8_t(bytes.front()) == breakByte) {
                bytes.remove_prefix(1);
                left.pop_back();
                continue;
            }
        } else
            --left.back();
        const auto head = takeHead(bytes);
        if (!head)
            return false;
        const bool isIndefinite = head->argument == untilBreak;
        switch (head->type) {
        case Bytes:
        case Text:
            if (head->argument > bytes.size())
                return false;
            bytes.remove_prefix(head->argument);
            break;
        case List:
        case Map:
            // A count beyond what is there is no reason to go on counting.
            if (left.size() > mostNested || (!isIndefinite && head->argument > bytes.size()))
                return false;
            left.push_back(head->type == Map && !isIndefinite ? 2 * head->argument : head->argument);
            break;
        case Tag:
            if (isIndefinite)
                return false;
            if (left.back() != untilBreak)
                ++left.back(); // what it is about follows
            break;
        default:
            if (isIndefinite)
                return false;
            break;
        }
    }
    return true;
}

} // namespace flipside
