// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/drawn_noise.h"

namespace flipside {

BlueprintModule drawnNoiseModule()
{
    return {drawnNoisePath,
            {},
            "def forward(self, seed: Tensor, side: int, layer: int) -> Tensor:\n"
            "    place = torch.arange(side * side).unsqueeze(0) + 1\n"
            "    key = seed.to(4)\n"
            "    h = (place * 48271 + key * 69621 + layer * 40692) % 2147483647\n"
            "    h = (h * h + place) % 2147483647\n"
            "    h = (h * h + key + layer) % 2147483647\n"
            "    h = (h * h + place) % 2147483647\n"
            "    g = (h * h + 12345) % 2147483647\n"
            "    g = (g * g + place) % 2147483647\n"
            "    u = (h.to(6) + 0.5) / 2147483647.0\n"
            "    v = (g.to(6) + 0.5) / 2147483647.0\n"
            "    drawn = torch.sqrt(-2.0 * torch.log(u)) * torch.cos(6.283185307179586 * v)\n"
            "    return drawn.reshape([-1, 1, side, side])\n"};
}

} // namespace flipside
