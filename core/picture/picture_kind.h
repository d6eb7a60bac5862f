// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string_view>

namespace flipside {

/// What kind of picture file begins with these bytes, as people call it: "PNG", "JPEG", "WebP", "GIF", "BMP",
/// "TIFF", "HEIC", "AVIF" or "JPEG XL"; empty where it is none of these. Looks at the first bytes alone, so
/// the rest may be damaged.
std::string_view pictureKind(std::string_view file);

/// How the names of files end, in lower case and without a dot, of which readPicture()
/// (picture/picture_file.h) can read the kind: JPEG, PNG, WebP, GIF, HEIC, AVIF, TIFF, BMP and portable
/// anymaps.
inline constexpr std::array<std::string_view, 14> pictureEndings{
    "jpg", "jpeg", "png", "webp", "gif", "heic", "heif", "avif", "tif", "tiff", "bmp", "ppm", "pgm", "pbm"};

} // namespace flipside
