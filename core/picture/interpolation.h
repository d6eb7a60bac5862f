// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace flipside {

/// How the pixels between those that there are get their values when a picture is enlarged.
enum class Interpolation {
    Nearest, ///< every pixel a sharp square
    Linear,  ///< smooth, a little soft
    Cubic,   ///< smooth and sharper
    Lanczos, ///< the sharpest smooth one; may draw faint rings along edges
};

/// All of them, from sharp squares to the sharpest smooth one.
const std::vector<Interpolation>& interpolations();

/// "nearest", "linear", "cubic" or "lanczos": on the command line and in settings.
std::string toString(Interpolation interpolation);

/// For people: "Sharp pixels".
std::string interpolationWords(Interpolation interpolation);

} // namespace flipside
