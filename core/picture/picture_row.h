// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/resample.h"

#include <vector>

namespace flipside {

/// Pictures of equal size beside each other, or just one. Where there are more, mid-grey is around and
/// between them, 2 of their pixels wide; it keeps its edge whatever the pictures are enlarged with.
class PictureRow {
public:
    /// Throws Error where there is none, or they are not of one size.
    explicit PictureRow(std::vector<Image> pictures);

    // In the pictures' own pixels.
    int width() const { return _width; }
    int height() const { return _height; }

    /// All of it at another size; see resampled().
    Image resampled(int height, int width, Interpolation interpolation) const;
    /// A part of that; see resampledPart().
    Image part(int height, int width, Interpolation interpolation, const PicturePart& part) const;

private:
    PicturePart cell(std::size_t picture, int height, int width) const;

    std::vector<Image> _pictures;
    int _gap = 0;
    int _width = 0;
    int _height = 0;
};

} // namespace flipside
