// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/picture_header.h"

#include "core/picture/heif_header.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace flipside {

namespace {

/// A file's bytes; behind its end everything is 0.
class Header {
public:
    explicit Header(std::string_view file) : _file(file) {}

    std::size_t size() const { return _file.size(); }
    bool has(std::size_t place, std::string_view text) const
    {
        return place <= _file.size() && _file.substr(place).starts_with(text);
    }
    std::uint64_t big(std::size_t place, std::size_t bytes) const
    {
        std::uint64_t number = 0;
        for (std::size_t i = 0; i < bytes; ++i)
            number = number << 8 | byte(place + i);
        return number;
    }
    std::uint64_t little(std::size_t place, std::size_t bytes) const
    {
        std::uint64_t number = 0;
        for (std::size_t i = bytes; i-- > 0;)
            number = number << 8 | byte(place + i);
        return number;
    }

    bool isDigit(std::size_t place) const { return byte(place) >= '0' && byte(place) <= '9'; }

private:
    std::uint64_t byte(std::size_t place) const
    {
        return place < _file.size() ? static_cast<unsigned char>(_file[place]) : 0;
    }

    std::string_view _file;
};

/// PNG specification, 11.2.2.
std::optional<PictureSize> inPng(const Header& file)
{
    return PictureSize{file.big(16, 4), file.big(20, 4)};
}

/// ITU-T T.81, B.2.2: the frame header is one of the segments in front of the scan.
std::optional<PictureSize> inJpeg(const Header& file)
{
    constexpr std::uint64_t noFrames[] = {0xC4, 0xC8, 0xCC}; // tables among the frame headers' numbers
    for (std::size_t place = 2; place + 9 < file.size() && file.big(place, 1) == 0xFF;) {
        const std::uint64_t marker = file.big(place + 1, 1);
        const bool isFrame = marker >= 0xC0 && marker <= 0xCF && std::ranges::count(noFrames, marker) == 0;
        if (isFrame)
            return PictureSize{file.big(place + 7, 2), file.big(place + 5, 2)};
        place += marker == 0xFF ? 1 : 2 + file.big(place + 2, 2); // padding, or a segment with its length
    }
    return std::nullopt;
}

/// RFC 9649, sections 2.5 to 2.7.
std::optional<PictureSize> inWebp(const Header& file)
{
    if (file.has(12, "VP8X"))
        return PictureSize{1 + file.little(24, 3), 1 + file.little(27, 3)};
    if (file.has(12, "VP8L"))
        return PictureSize{1 + (file.little(21, 4) & 0x3FFF), 1 + (file.little(21, 4) >> 14 & 0x3FFF)};
    if (file.has(12, "VP8 "))
        return PictureSize{file.little(26, 2) & 0x3FFF, file.little(28, 2) & 0x3FFF};
    return std::nullopt;
}

/// GIF89a, 18.
std::optional<PictureSize> inGif(const Header& file)
{
    return PictureSize{file.little(6, 2), file.little(8, 2)};
}

/// A height below 0 means that the rows come from above.
std::optional<PictureSize> inBmp(const Header& file)
{
    constexpr std::uint64_t oldHeader = 12;
    if (file.little(14, 4) == oldHeader)
        return PictureSize{file.little(18, 2), file.little(20, 2)};
    const auto height = static_cast<std::int32_t>(file.little(22, 4));
    return PictureSize{file.little(18, 4), std::uint64_t(height < 0 ? -std::int64_t{height} : height)};
}

/// TIFF 6.0, section 2: a list of fields, of which two say the size.
std::optional<PictureSize> inTiff(const Header& file)
{
    const bool isLittle = file.has(0, "II");
    const auto number = [&](std::size_t place, std::size_t bytes) {
        return isLittle ? file.little(place, bytes) : file.big(place, bytes);
    };
    constexpr std::uint64_t widthField = 256;
    constexpr std::uint64_t heightField = 257;
    constexpr std::uint64_t shortNumber = 3;
    PictureSize size;
    const std::uint64_t list = number(4, 4);
    const std::uint64_t fields = number(list, 2);
    for (std::uint64_t place = list + 2; place < std::min<std::uint64_t>(list + 2 + 12 * fields, file.size());
         place += 12) {
        const std::uint64_t value = number(place + 8, number(place + 2, 2) == shortNumber ? 2 : 4);
        if (number(place, 2) == widthField)
            size.width = value;
        if (number(place, 2) == heightField)
            size.height = value;
    }
    return size;
}

/// pnm(5): "P5 640 480", with comments up to the end of a line.
std::optional<PictureSize> inPnm(const Header& file)
{
    std::array<std::uint64_t, 2> numbers{};
    std::size_t place = 2;
    for (std::uint64_t& number : numbers) {
        for (bool comment = false; place < file.size() && (comment || !file.isDigit(place)); ++place)
            comment = comment ? !file.has(place, "\n") : file.has(place, "#");
        for (; file.isDigit(place) && number < 1u << 31; ++place)
            number = 10 * number + file.big(place, 1) - '0';
    }
    return PictureSize{numbers[0], numbers[1]};
}

} // namespace

std::optional<PictureSize> sizeInHeader(std::string_view bytes)
{
    const Header file(bytes);
    if (file.has(0, "\x89PNG"))
        return inPng(file);
    if (file.has(0, "\xFF\xD8"))
        return inJpeg(file);
    if (file.has(0, "RIFF") && file.has(8, "WEBP"))
        return inWebp(file);
    if (file.has(0, "GIF8"))
        return inGif(file);
    if (file.has(4, "ftyp"))
        return sizeInHeif(bytes);
    if (file.has(0, "BM"))
        return inBmp(file);
    using namespace std::string_view_literals;
    if (file.has(0, "II*\0"sv) || file.has(0, "MM\0*"sv))
        return inTiff(file);
    if (file.has(0, "P") && file.big(1, 1) >= '1' && file.big(1, 1) <= '6')
        return inPnm(file);
    return std::nullopt;
}

} // namespace flipside
