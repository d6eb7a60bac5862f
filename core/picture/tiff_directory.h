// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace flipside {

/// An entry of a TIFF directory (TIFF 6.0, section 2), little-endian.
struct TiffTag {
    std::uint16_t tag = 0;
    std::uint16_t type = 0; ///< 3: 16-bit number, 5: fraction, 7: bytes
    std::uint32_t count = 0;
    std::string value; ///< as in the file; or 4 bytes that say where it is
};

/// How many dots there are to an inch, as the three entries that say so.
std::vector<TiffTag> resolutionTags(double dotsPerInch);

/// A directory for the place `at` of a file, with its longer values behind it.
std::string tiffDirectory(std::vector<TiffTag> tags, std::uint64_t at);

/// A little-endian TIFF file with the dots per inch in it where they are above 0, and an ICC profile (tag
/// 34675) where there is one. `tiff` must have one picture, as libtiff writes it; other files stay as they
/// are.
std::string withTiffTags(std::string tiff, double dotsPerInch, std::string_view profile);

} // namespace flipside
