// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace flipside {

/// A JPEG file with the number of dots per inch in it (JFIF 1.02, APP0), rounded to 1..65535. `jpeg` must
/// begin with a JFIF header, as libjpeg writes it; other files stay as they are.
std::string withJpegResolution(std::string jpeg, double dotsPerInch);

/// With an ICC profile of less than 64 kB in it (ICC.1:2001-04, B.4, APP2). Likewise.
std::string withJpegProfile(std::string jpeg, std::string_view profile);

} // namespace flipside
