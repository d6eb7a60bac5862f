// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>

#include <array>
#include <span>

namespace flipside {

/// What the colours of a map stand for.
struct MapScale {
    float off = 0.0f;       ///< the layer's off value, darkest
    float threshold = 0.0f; ///< places up to it are off
    float full = 1.0f;      ///< as strongly on as it gets; raised to the map's own maximum
};

/// Makes pictures of channels' maps, a pixel for each place: off places in the colour of neurons that are
/// off, the others in the colour of how strongly they are on.
class MapColours {
public:
    /// Takes the theme's colours as they are now.
    MapColours();
    /// Null where the map is not of that size.
    QImage image(std::span<const float> map, int height, int width, MapScale scale) const;

private:
    QRgb _off;
    std::array<QRgb, 256> _on;
};

} // namespace flipside
