// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/heif_header.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace flipside {

namespace {

/// Bytes that are read from the front. Behind their end everything is 0.
class Reading {
public:
    explicit Reading(std::string_view bytes) : _bytes(bytes) {}

    bool isAtEnd() const { return _bytes.empty(); }
    std::size_t left() const { return _bytes.size(); }
    std::uint64_t number(std::size_t bytes)
    {
        std::uint64_t number = 0;
        for (const char byte : take(bytes))
            number = number << 8 | static_cast<unsigned char>(byte);
        return number;
    }
    std::string_view take(std::size_t bytes)
    {
        const std::string_view taken = _bytes.substr(0, bytes);
        _bytes.remove_prefix(taken.size());
        return taken;
    }

private:
    std::string_view _bytes;
};

struct Box {
    std::string_view type, content;
    bool isCut = false; ///< the file ends before it does
};

/// ISO/IEC 14496-12, 4.2: a size, a type, and the content.
Box takeBox(Reading& file)
{
    constexpr std::uint64_t toTheEnd = 0;
    constexpr std::uint64_t longSize = 1;
    std::uint64_t header = 8;
    std::uint64_t size = file.number(4);
    const std::string_view type = file.take(4);
    if (size == longSize) {
        size = file.number(8);
        header = 16;
    } else if (size == toTheEnd) {
        size = header + file.left();
    }
    const std::uint64_t length = size - std::min(size, header);
    const bool isCut = length > file.left();
    return {type, file.take(std::size_t(length)), isCut};
}

std::optional<std::string_view> contentOf(std::string_view boxes, std::string_view type)
{
    for (Reading reading(boxes); !reading.isAtEnd();) {
        const Box box = takeBox(reading);
        if (box.type == type)
            return box.content;
    }
    return std::nullopt;
}

/// Whether the picture's data end with the file. What some telephones put behind them is not looked at.
bool isCutOff(std::string_view file)
{
    for (Reading reading(file); !reading.isAtEnd();) {
        const Box box = takeBox(reading);
        if (box.isCut && box.type == "mdat")
            return true;
    }
    return false;
}

/// 14496-12, 8.11.4: a version decides how long numbers are.
std::uint64_t mainItem(std::string_view pitm)
{
    Reading reading(pitm);
    const bool isLong = reading.number(1) > 0;
    reading.take(3);
    return reading.number(isLong ? 4 : 2);
}

/// ISO/IEC 23008-12, 9.3: which properties an item has, counted from 1.
std::vector<std::size_t> propertiesOf(std::uint64_t item, std::string_view ipma)
{
    Reading reading(ipma);
    const bool hasLongItems = reading.number(1) > 0;
    const bool hasLongIndices = (reading.number(3) & 1) != 0;
    std::vector<std::size_t> properties;
    for (std::uint64_t entries = reading.number(4); entries > 0 && !reading.isAtEnd(); --entries) {
        const bool isIt = reading.number(hasLongItems ? 4 : 2) == item;
        for (std::uint64_t count = reading.number(1); count > 0 && !reading.isAtEnd(); --count) {
            const std::uint64_t index = reading.number(hasLongIndices ? 2 : 1);
            if (isIt)
                properties.push_back(index & (hasLongIndices ? 0x7FFF : 0x7F));
        }
    }
    return properties;
}

} // namespace

std::optional<PictureSize> sizeInHeif(std::string_view file)
{
    const auto meta = contentOf(file, "meta");
    if (!meta || isCutOff(file))
        return std::nullopt;
    const std::string_view boxes = meta->substr(std::min<std::size_t>(4, meta->size())); // version and flags
    const auto pitm = contentOf(boxes, "pitm");
    const auto iprp = contentOf(boxes, "iprp");
    if (!pitm || !iprp)
        return std::nullopt;
    std::vector<Box> properties;
    for (Reading reading(contentOf(*iprp, "ipco").value_or("")); !reading.isAtEnd();)
        properties.push_back(takeBox(reading));

    std::optional<PictureSize> size;
    for (const std::size_t index : propertiesOf(mainItem(*pitm), contentOf(*iprp, "ipma").value_or(""))) {
        if (index == 0 || index > properties.size())
            continue;
        Reading content(properties[index - 1].content);
        const std::string_view type = properties[index - 1].type;
        if (type == "ispe") {
            content.take(4);
            const std::uint64_t width = content.number(4);
            size = PictureSize{width, content.number(4)};
        } else if (type == "irot" && size && (content.number(1) & 1) != 0) {
            std::swap(size->width, size->height); // by 90° or 270°
        }
    }
    return size;
}

} // namespace flipside
