// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/tiff_directory.h"

#include "core/picture/byte_order.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace flipside {

namespace {

constexpr std::uint16_t shortType = 3;
constexpr std::uint16_t fractionType = 5;
constexpr std::uint16_t bytesType = 7;
constexpr std::size_t entrySize = 12;
constexpr std::uint32_t denominator = 1000;
constexpr std::size_t directoryPlace = 4; ///< where a file says where its directory is

std::vector<TiffTag> tagsAt(std::string_view tiff, std::size_t place)
{
    std::vector<TiffTag> tags;
    const std::size_t count = littleEndianAt(tiff, place, 2);
    for (std::size_t i = 0, entry = place + 2; i < count && entry + entrySize <= tiff.size();
         ++i, entry += entrySize)
        tags.push_back(
            {std::uint16_t(littleEndianAt(tiff, entry, 2)), std::uint16_t(littleEndianAt(tiff, entry + 2, 2)),
             std::uint32_t(littleEndianAt(tiff, entry + 4, 4)), std::string(tiff.substr(entry + 8, 4))});
    return tags;
}

} // namespace

std::vector<TiffTag> resolutionTags(double dotsPerInch)
{
    const std::string dots = littleEndian(std::uint64_t(std::llround(dotsPerInch * denominator)), 4) +
                             littleEndian(denominator, 4);
    return {{282, fractionType, 1, dots},
            {283, fractionType, 1, dots},
            {296, shortType, 1, littleEndian(2, 2)}}; // to the inch
}

std::string tiffDirectory(std::vector<TiffTag> tags, std::uint64_t at)
{
    std::ranges::sort(tags, {}, &TiffTag::tag);
    std::string entries = littleEndian(tags.size(), 2);
    std::string values;
    const std::uint64_t valuesAt = at + 2 + tags.size() * entrySize + 4;
    for (const TiffTag& tag : tags) {
        std::string place = tag.value;
        if (place.size() > 4) {
            place = littleEndian(valuesAt + values.size(), 4);
            values += tag.value;
            values.resize(values.size() + values.size() % 2); // all begin at even places
        }
        place.resize(4);
        entries += littleEndian(tag.tag, 2) + littleEndian(tag.type, 2) + littleEndian(tag.count, 4) + place;
    }
    return entries + littleEndian(0, 4) + values; // no other directory
}

std::string withTiffTags(std::string tiff, double dotsPerInch, std::string_view profile)
{
    if (!tiff.starts_with(std::string_view("II*\0", 4)))
        return tiff;
    std::vector<TiffTag> added;
    if (dotsPerInch > 0.0)
        added = resolutionTags(dotsPerInch);
    if (!profile.empty())
        added.push_back({34675, bytesType, std::uint32_t(profile.size()), std::string(profile)});
    std::vector<TiffTag> tags = tagsAt(tiff, littleEndianAt(tiff, directoryPlace, 4));
    for (TiffTag& tag : added) {
        std::erase_if(tags, [&](const TiffTag& other) { return other.tag == tag.tag; });
        tags.push_back(std::move(tag));
    }
    // The old directory stays where it is, unread: to take it out would move what others point to.
    tiff.resize(tiff.size() + tiff.size() % 2);
    tiff.replace(directoryPlace, 4, littleEndian(tiff.size(), 4));
    return tiff + tiffDirectory(tags, tiff.size());
}

} // namespace flipside
