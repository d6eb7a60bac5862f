// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>

namespace flipside {

constexpr double centimetresInAnInch = 2.54;

/// How many pixels a length on paper has; 1 at least, 1e9 at most.
inline int pixelsOf(double inches, double dotsPerInch)
{
    return int(std::lround(std::clamp(inches * dotsPerInch, 1.0, 1e9)));
}

/// How long so many pixels are on paper.
inline double inchesOf(int pixels, double dotsPerInch)
{
    return pixels / dotsPerInch;
}

/// The other side of a picture of which one side gets this length; 1 pixel at least, 1e9 at most.
inline int inProportion(int pixels, int side, int otherSide)
{
    return int(std::lround(std::clamp(double(pixels) * otherSide / std::max(side, 1), 1.0, 1e9)));
}

} // namespace flipside
