// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/variation/latent_steps.h"

#include <cmath>

namespace flipside {

std::vector<float> latentStep(std::span<const float> z, double size, Random& random,
                              const std::vector<bool>& locked)
{
    const double stay = std::sqrt(1.0 - size * size);
    std::vector<float> moved(z.begin(), z.end());
    for (std::size_t i = 0; i < moved.size(); ++i) {
        const double noise = random.normal();
        if (!(i < locked.size() && locked[i]))
            moved[i] = float(stay * double(moved[i]) + size * noise);
    }
    return moved;
}

} // namespace flipside
