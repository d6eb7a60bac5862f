// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/support/halves.h"

namespace flipside {

Image halves(bool redAbove, Random& random, int side)
{
    Image image{3, 2 * side, 3 * side, {}};
    image.pixels.resize(image.size());
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < image.height; ++y)
            for (int x = 0; x < image.width; ++x) {
                const bool red = (y < image.height / 2) == redAbove;
                const float base = (c == 0 && red) || (c == 2 && !red) ? 0.8f : 0.1f;
                image.pixels[(std::size_t(c) * std::size_t(image.height) + std::size_t(y)) *
                                 std::size_t(image.width) +
                             std::size_t(x)] = base + 0.1f * float(random.uniform());
            }
    return image;
}

} // namespace flipside
