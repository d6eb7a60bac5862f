// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/bitmap.h"
#include "core/video/film_settings.h"

#include <memory>

namespace flipside {

/// Brings pictures of any size to the size of a film. Their shape is kept: where it is not the film's, the
/// picture stands in the middle on black.
class FrameScaler {
public:
    /// `width` and `height` of the film, in pixels.
    FrameScaler(int width, int height, Interpolation interpolation);
    ~FrameScaler();

    /// The frame, with as many channels as the picture; valid until the next call. Throws Error where the
    /// picture is empty.
    const Bitmap& scale(const Image& picture);

private:
    struct Smooth; ///< swscale with its buffers

    void scaleNearest(const Bitmap& picture, int width, int height);
    void scaleSmoothly(const Bitmap& picture, int width, int height);

    Interpolation _interpolation;
    Bitmap _frame;
    std::unique_ptr<Smooth> _smooth;
};

} // namespace flipside
