// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/variation/latent_brush.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace flipside {

bool isLatentMap(const std::vector<int>& shape)
{
    return shape.size() == 3 && shape[0] > 0 && shape[1] > 0 && shape[2] > 0 &&
           (shape[1] > 1 || shape[2] > 1);
}

void dab(std::vector<float>& z, const std::vector<int>& shape, int channel, double row, double column,
         const LatentBrush& brush)
{
    const int height = shape[1];
    const int width = shape[2];
    const auto within = [&](double from, int size) {
        return int(std::clamp(std::floor(from), 0.0, double(size)));
    };
    for (int y = within(row - brush.radius, height); y < within(row + brush.radius + 1.0, height); ++y)
        for (int x = within(column - brush.radius, width); x < within(column + brush.radius + 1.0, width);
             ++x) {
            const double distance = std::hypot(y + 0.5 - row, x + 0.5 - column) / brush.radius;
            if (distance >= 1.0)
                continue;
            const auto place =
                (std::size_t(channel) * std::size_t(height) + std::size_t(y)) * std::size_t(width) +
                std::size_t(x);
            z[place] += float(brush.strength * (0.5 + 0.5 * std::cos(std::numbers::pi * distance)));
        }
}

} // namespace flipside
