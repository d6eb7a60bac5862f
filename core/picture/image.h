// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace flipside {

/// A picture inside the engine: float pixels in [0, 1], channel-major (C×H×W), 1 channel (grey) or 3 (red,
/// green, blue). It becomes 8-bit only where it leaves the program.
struct Image {
    int channels = 0;
    int height = 0;
    int width = 0;
    std::vector<float> pixels; ///< channels × height × width values

    std::size_t size() const { return std::size_t(channels) * std::size_t(height) * std::size_t(width); }
    float at(int c, int y, int x) const
    {
        return pixels[(std::size_t(c) * std::size_t(height) + std::size_t(y)) * std::size_t(width) +
                      std::size_t(x)];
    }
    bool operator==(const Image&) const = default;
};

} // namespace flipside
