// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/pickle_text.h"

#include <charconv>
#include <cstdint>

namespace flipside {

namespace {

/// The letter at the start of `text`, which is taken off; nothing where it is not UTF-8.
std::optional<std::uint32_t> takeLetter(std::string_view& text)
{
    const auto first = static_cast<unsigned char>(text[0]);
    const std::size_t length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (length == 0 || first > 0xf4 || length > text.size())
        return std::nullopt;
    std::uint32_t letter = length == 1 ? first : first & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        const auto next = static_cast<unsigned char>(text[i]);
        if ((next & 0xc0) != 0x80)
            return std::nullopt;
        letter = (letter << 6) | (next & 0x3fU);
    }
    const bool tooLong = (length == 3 && letter < 0x800) || (length == 4 && letter < 0x10000);
    if (tooLong || letter > 0x10ffff || (letter >= 0xd800 && letter < 0xe000))
        return std::nullopt;
    text.remove_prefix(length);
    return letter;
}

void appendLetter(std::string& text, std::uint32_t letter)
{
    if (letter < 0x80) {
        text += static_cast<char>(letter);
        return;
    }
    const int more = letter < 0x800 ? 1 : letter < 0x10000 ? 2 : 3;
    constexpr unsigned char starts[] = {0, 0xc0, 0xe0, 0xf0};
    text += static_cast<char>(starts[more] | (letter >> (6 * more)));
    for (int i = more; i-- > 0;)
        text += static_cast<char>(0x80 | ((letter >> (6 * i)) & 0x3f));
}

/// The number that `digits` are to a base; nothing unless all of them are.
std::optional<std::uint32_t> numberOf(std::string_view digits, std::size_t count, int base)
{
    std::uint32_t number = 0;
    if (digits.size() < count || count == 0)
        return std::nullopt;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + count, number, base);
    if (error != std::errc() || end != digits.data() + count)
        return std::nullopt;
    return number;
}

std::size_t octalDigits(std::string_view text)
{
    std::size_t count = 0;
    while (count < 3 && count < text.size() && text[count] >= '0' && text[count] <= '7')
        ++count;
    return count;
}

} // namespace

bool isUtf8(std::string_view text)
{
    while (!text.empty())
        if (!takeLetter(text))
            return false;
    return true;
}

std::optional<std::string> unquoted(std::string_view quoted)
{
    if (quoted.size() < 2 || quoted.front() != quoted.back() || (quoted[0] != '\'' && quoted[0] != '"'))
        return std::nullopt;
    std::string_view rest = quoted.substr(1, quoted.size() - 2);
    std::string bytes;
    while (!rest.empty()) {
        const char c = rest[0];
        rest.remove_prefix(1);
        if (c != '\\') {
            bytes += c;
            continue;
        }
        if (rest.empty())
            return std::nullopt;
        constexpr std::string_view letters = "abfnrtv\\'\"";
        constexpr std::string_view meanings = "\a\b\f\n\r\t\v\\'\"";
        if (const std::size_t known = letters.find(rest[0]); known != std::string_view::npos) {
            bytes += meanings[known];
            rest.remove_prefix(1);
        } else if (rest[0] == 'x') {
            const auto byte = numberOf(rest.substr(1), 2, 16);
            if (!byte)
                return std::nullopt;
            bytes += static_cast<char>(*byte);
            rest.remove_prefix(3);
        } else if (const std::size_t digits = octalDigits(rest); digits > 0) {
            bytes += static_cast<char>(*numberOf(rest, digits, 8));
            rest.remove_prefix(digits);
        } else
            bytes += '\\'; // as Python does with what means nothing
    }
    return bytes;
}

std::optional<std::string> fromRawUnicodeEscape(std::string_view text)
{
    std::string utf8;
    while (!text.empty()) {
        std::uint32_t letter = static_cast<unsigned char>(text[0]);
        std::size_t length = 1;
        if (text.starts_with("\\u") || text.starts_with("\\U")) {
            const std::size_t digits = text[1] == 'u' ? 4 : 8;
            const auto number = numberOf(text.substr(2), digits, 16);
            if (!number || *number > 0x10ffff || (*number >= 0xd800 && *number < 0xe000))
                return std::nullopt;
            letter = *number;
            length = 2 + digits;
        }
        appendLetter(utf8, letter);
        text.remove_prefix(length);
    }
    return utf8;
}

std::optional<std::string> latin1Bytes(std::string_view text)
{
    std::string bytes;
    while (!text.empty()) {
        const std::optional<std::uint32_t> letter = takeLetter(text);
        if (!letter || *letter > 0xff)
            return std::nullopt;
        bytes += static_cast<char>(*letter);
    }
    return bytes;
}

} // namespace flipside
