// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/bitmap.h"

#include <array>
#include <cstdint>
#include <vector>

namespace flipside {

/// A picture of at most 256 colours.
struct PalettedPicture {
    std::array<std::uint32_t, 256> colours{}; ///< 0xRRGGBB; those not used are black
    std::vector<std::uint8_t> pixels;         ///< height × width numbers of colours
};

/// Chooses the colours for one picture. Greys, and up to 256 colours, are kept exactly. More are gathered
/// into boxes which are split where they vary most, until there are 256 (after Heckbert, "Color image
/// quantization for frame buffer display", 1982). `dither` spreads what a pixel's colour is wrong by over its
/// neighbours (Floyd and Steinberg, 1976): right for smooth pictures, while flat squares are better left
/// flat.
PalettedPicture toPalette(const Bitmap& picture, bool dither);

} // namespace flipside
