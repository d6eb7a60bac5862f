// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace flipside {

/// What shows of a colour through which white shows, as on paper; decoders that drop transparency show
/// colours there that nobody was meant to see. `opacity` is 0..255.
inline std::uint8_t onWhite(int value, int opacity)
{
    return static_cast<std::uint8_t>((value * opacity + 255 * (255 - opacity) + 127) / 255);
}

} // namespace flipside
