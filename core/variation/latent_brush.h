// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace flipside {

/// A soft round brush on one channel of a latent that is a map.
struct LatentBrush {
    double radius = 3.0;   ///< in places of the map, above 0: beyond it nothing changes
    double strength = 0.5; ///< what is added in its middle; it falls like half a cosine to 0 at the radius
};

/// Whether a latent of this shape is channels × height × width of more than one place.
bool isLatentMap(const std::vector<int>& shape);

/// Adds one dab to a channel of z, whose shape isLatentMap. `row` and `column` are of its middle, in places,
/// where 0.5 is the middle of the first; it may lie outside.
void dab(std::vector<float>& z, const std::vector<int>& shape, int channel, double row, double column,
         const LatentBrush& brush);

} // namespace flipside
