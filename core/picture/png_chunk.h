// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace flipside {

/// A PNG file with a chunk added (PNG specification, 5.3), right behind its header, in front of the pixels.
/// `png` must be one, `type` is four letters.
std::string withPngChunk(std::string png, std::string_view type, std::string_view data);

/// With the number of dots per inch in it (pHYs; 11.3.5.3, as whole dots per metre).
std::string withPngResolution(std::string png, double dotsPerInch);

/// With an ICC profile in it (iCCP; 11.3.3.3).
std::string withPngProfile(std::string png, std::string_view profile);

} // namespace flipside
