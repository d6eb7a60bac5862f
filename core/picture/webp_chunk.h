// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace flipside {

/// A WebP file with the dots per inch in it where they are above 0 (as Exif has them), and an ICC profile
/// where there is one (WebP container specification, "Extended file format"). `webp` must be of the simple
/// format, as libwebp writes opaque pictures, and of this size in pixels; other files stay as they are.
std::string withWebpChunks(const std::string& webp, int width, int height, double dotsPerInch,
                           std::string_view profile);

} // namespace flipside
