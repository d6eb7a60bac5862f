// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/jpeg_segment.h"

#include "core/picture/byte_order.h"

#include <algorithm>
#include <cmath>

namespace flipside {

namespace {

constexpr std::string_view jfifBeginning("\xff\xd8\xff\xe0\0\x10JFIF\0", 11);
constexpr std::size_t densityPlace = 13; ///< its unit, then two numbers
constexpr std::size_t jfifEnd = 20;

bool isJfif(std::string_view jpeg)
{
    return jpeg.starts_with(jfifBeginning) && jpeg.size() > jfifEnd;
}

} // namespace

std::string withJpegResolution(std::string jpeg, double dotsPerInch)
{
    if (!isJfif(jpeg))
        return jpeg;
    const std::string dots = bigEndian(std::uint64_t(std::lround(std::clamp(dotsPerInch, 1.0, 65535.0))), 2);
    const std::string density = '\1' + dots + dots; // to the inch
    return jpeg.replace(densityPlace, density.size(), density);
}

std::string withJpegProfile(std::string jpeg, std::string_view profile)
{
    if (!isJfif(jpeg))
        return jpeg;
    std::string content("ICC_PROFILE");
    content += std::string_view("\0\1\1", 3); // the first part of one
    content += profile;
    return jpeg.insert(jfifEnd, "\xff\xe2" + bigEndian(content.size() + 2, 2) + content);
}

} // namespace flipside
