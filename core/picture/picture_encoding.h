// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/image.h"
#include "core/picture/picture_format.h"

#include <cstdint>
#include <string>

namespace flipside {

/// The largest picture that is written, in pixels.
constexpr double mostExportedPixels = 400e6;

/// How a picture becomes a file.
struct PictureEncoding {
    PictureFormat format = PictureFormat::Png;
    int bits = 8; ///< a channel: 8, or 16 where the format has them
    /// 1 (smallest file) .. 100 (no loss that can be seen, and none at all in WebP); for formats that have it
    int quality = 92;
    double dotsPerInch = 0.0;      ///< written into the file, 1..10000; 0: nothing is said of it
    bool hasColourProfile = false; ///< sRGB is put inside

    bool operator==(const PictureEncoding&) const = default;
};

/// Throws ArgumentError, with what to choose instead, where no picture of this size can be written so.
void checkEncoding(int height, int width, const PictureEncoding& encoding);

/// About how many bytes of memory it takes to make such a picture and encode it.
std::uint64_t memoryFor(int height, int width, int channels, const PictureEncoding& encoding);

/// The bytes of the file. Throws Error.
std::string encodePicture(const Image& image, const PictureEncoding& encoding);

} // namespace flipside
