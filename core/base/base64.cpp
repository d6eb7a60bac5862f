// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/base64.h"

#include <openssl/evp.h>

namespace flipside {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const unsigned char* asBytes(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

} // namespace

std::string toBase64(std::string_view bytes)
{
    // OpenSSL ends its text with a zero.
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), asBytes(bytes),
                                       static_cast<int>(bytes.size()));
    text.resize(std::size_t(length));
    return text;
}

std::optional<std::string> fromBase64(std::string_view text)
{
    if (text.size() % 4 != 0)
        return std::nullopt;
    std::size_t padding = 0;
    while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=')
        ++padding;
    // OpenSSL itself skips blanks and takes padding anywhere for zeros.
    const std::string_view digits = text.substr(0, text.size() - padding);
    if (digits.find_first_not_of(alphabet) != std::string_view::npos)
        return std::nullopt;
    std::string bytes(text.size() / 4 * 3, '\0');
    const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), asBytes(text),
                                       static_cast<int>(text.size()));
    if (length < 0)
        return std::nullopt;
    bytes.resize(std::size_t(length) - padding);
    return bytes;
}

} // namespace flipside
