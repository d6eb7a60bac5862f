// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/png_text.h"

#include "core/base/error.h"
#include "core/picture/png_chunk.h"

#include <cstdint>
#include <zlib.h>

namespace flipside {

namespace {

constexpr std::string_view signature = "\x89PNG\r\n\x1a\n";
/// Every file begins with its header chunk, and that is 13 bytes long.
constexpr std::string_view beginning("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
constexpr std::size_t chunkFrame = 12; ///< of a chunk: length, type and checksum
constexpr std::size_t headerEnd = signature.size() + chunkFrame + 13; ///< behind IHDR
constexpr std::string_view textType = "iTXt";

std::uint32_t numberAt(std::string_view bytes, std::size_t place)
{
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i)
        number = number << 8 | static_cast<unsigned char>(bytes[place + i]);
    return number;
}

std::uint32_t checksumOf(std::string_view typeAndData)
{
    return std::uint32_t(
        crc32_z(0, reinterpret_cast<const unsigned char*>(typeAndData.data()), typeAndData.size()));
}

/// The text of a chunk's data; nothing where it is another's.
std::optional<std::string> textIn(std::string_view data, std::string_view keyword)
{
    if (data.size() < keyword.size() + 3 || !data.starts_with(keyword) || data[keyword.size()] != '\0')
        return std::nullopt;
    data.remove_prefix(keyword.size() + 1);
    if (data[0] != 0)
        throw Error("its text is packed, which Flipside's is not");
    data.remove_prefix(2);
    for (int part = 0; part < 2; ++part) { // the language and the keyword in that language
        const std::size_t end = data.find('\0');
        if (end == std::string_view::npos)
            throw Error("its text is damaged");
        data.remove_prefix(end + 1);
    }
    return std::string(data);
}

} // namespace

bool isPng(std::string_view file)
{
    return file.starts_with(beginning) && file.size() > headerEnd;
}

std::string withPngText(const std::string& png, std::string_view keyword, std::string_view text)
{
    std::string data(keyword);
    data += std::string_view("\0\0\0\0\0", 5); // not packed, no language, no keyword in it
    data += text;
    return withPngChunk(png, textType, data);
}

std::optional<std::string> pngText(std::string_view png, std::string_view keyword)
{
    if (!isPng(png))
        return std::nullopt;
    std::size_t place = signature.size();
    while (place + chunkFrame <= png.size()) {
        const std::size_t length = numberAt(png, place);
        if (length > png.size() - place - chunkFrame)
            break; // cut short; whoever reads the picture says so
        const std::string_view typeAndData = png.substr(place + 4, length + 4);
        if (typeAndData.starts_with(textType))
            if (auto text = textIn(typeAndData.substr(4), keyword)) {
                if (checksumOf(typeAndData) != numberAt(png, place + 8 + length))
                    throw Error("its text is damaged");
                return text;
            }
        place += length + chunkFrame;
    }
    return std::nullopt;
}

} // namespace flipside
