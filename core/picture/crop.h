// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/image.h"

namespace flipside {

/// Which part of a picture is used where another shape or size is wanted.
struct Crop {
    double centreX = 0.5; ///< of the part, as a share of the picture's width
    double centreY = 0.5; ///< as a share of its height
    double size = 1.0;    ///< share of the largest part of the wanted shape, above 0 to 1

    bool operator==(const Crop&) const = default;
};

/// The chosen part of `image`, scaled to `height` × `width` pixels: the mean of all that fall on one when it
/// gets smaller, bilinear when it gets larger. A part that would reach over the edge is moved inside. Throws
/// ArgumentError where a size is not above 0, or the crop's above 1.
Image cropped(const Image& image, int height, int width, const Crop& crop = {});

} // namespace flipside
