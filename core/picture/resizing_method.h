// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/image.h"
#include "core/picture/interpolation.h"

#include <functional>
#include <string>
#include <vector>

namespace flipside {

/// A way of enlarging pictures as it is offered to people: one of the interpolations, or one after something
/// else has been done to the picture.
struct ResizingMethod {
    std::string name;  ///< for settings: "lanczos"
    std::string words; ///< for people: "Smooth, crispest (Lanczos)"
    Interpolation interpolation = Interpolation::Nearest;
    /// Done to the picture first, such as a network that enlarges it; empty: nothing. It may be slow and
    /// throw, and is called on other threads.
    std::function<Image(const Image&)> prepare{};

    Image prepared(const Image& image) const { return prepare ? prepare(image) : image; }
};

/// The interpolations, as methods. Whoever knows more of them puts them behind.
std::vector<ResizingMethod> interpolationMethods();

} // namespace flipside
