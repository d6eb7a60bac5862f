// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/image.h"
#include "core/picture/interpolation.h"

namespace flipside {

/// A rectangle of pixels.
struct PicturePart {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;

    bool operator==(const PicturePart&) const = default;
};

/// `image` at `height` × `width` pixels. Both grids cover the same area, so that corners stay corners (pixel
/// centres at half a pixel). A side that gets shorter takes the mean of all pixels that fall on one, whatever
/// the interpolation; values stay in [0, 1]. Throws ArgumentError where a side is not 1 pixel or more.
Image resampled(const Image& image, int height, int width, Interpolation interpolation);

/// The same pixels as this part of resampled() has, without making the rest: what a poster looks like, close.
/// Throws ArgumentError where the part does not lie inside.
Image resampledPart(const Image& image, int height, int width, Interpolation interpolation,
                    const PicturePart& part);

} // namespace flipside
