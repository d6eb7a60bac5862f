// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace flipside {

/// What kind of picture file begins with these bytes, as people call it: "PNG", "JPEG", "WebP", "GIF", "BMP",
/// "TIFF", "HEIC", "AVIF" or "JPEG XL"; empty where it is none of these. Looks at the first bytes alone, so
/// the rest may be damaged.
std::string_view pictureKind(std::string_view file);

} // namespace flipside
