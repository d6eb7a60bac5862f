// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/image.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace flipside {

/// A picture as it leaves the program: 8-bit pixels, channel-major (C×H×W) like Image, 1 channel (grey) or 3
/// (red, green, blue).
struct Bitmap {
    int channels = 0;
    int height = 0;
    int width = 0;
    std::vector<std::uint8_t> pixels; ///< channels × height × width values

    std::size_t planeSize() const { return std::size_t(height) * std::size_t(width); }
    const std::uint8_t* plane(int channel) const
    {
        return pixels.data() + std::size_t(channel) * planeSize();
    }
    std::uint8_t* plane(int channel) { return pixels.data() + std::size_t(channel) * planeSize(); }
    bool operator==(const Bitmap&) const = default;
};

/// Rounds to the nearest of 256 steps; values outside [0, 1] are brought to its ends. Throws Error where the
/// image has not 1 or 3 channels, or not as many pixels as it says.
Bitmap toBitmap(const Image& image);

} // namespace flipside
