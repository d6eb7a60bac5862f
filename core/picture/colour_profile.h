// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace flipside {

/// An ICC profile (version 2.4, which every print shop's software knows) that says that a picture's values
/// are those of sRGB (IEC 61966-2-1): for pictures of 3 channels, or of 1, grey on the same curve. A few
/// kilobytes.
std::string srgbProfile(int channels);

} // namespace flipside
