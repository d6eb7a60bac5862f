// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace flipside {

/// Pictures of more are not read.
inline constexpr double mostPixels = 100e6;
/// The end of a sentence that begins with such a file's name.
inline constexpr const char* tooManyPixels = "has more than 100 megapixels; scale it down first";

/// How large a picture file says that its picture is, in pixels.
struct PictureSize {
    std::uint64_t width = 0;
    std::uint64_t height = 0;

    bool operator==(const PictureSize&) const = default;
};

/// From the header alone, before anything is decoded: a kilobyte may unpack to gigabytes. Knows PNG, JPEG,
/// WebP, GIF, HEIC, AVIF, BMP, TIFF and PNM; nothing of other files and of damaged ones, which the decoder
/// refuses.
std::optional<PictureSize> sizeInHeader(std::string_view file);

} // namespace flipside
