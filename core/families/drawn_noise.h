// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/blueprint/blueprint.h"

namespace flipside {

inline constexpr const char* drawnNoisePath = "drawn_noise";

/// Draws maps of noise, by seed: forward(seed: B×1, side, layer) -> B×1×side×side from N(0, 1), the same
/// everywhere and in batches of any size. Whole numbers are scrambled by squares modulo the prime 2³¹ - 1 and
/// become normal ones in pairs (Box and Muller, "A Note on the Generation of Random Normal Deviates", 1958);
/// LibTorch's own random numbers follow a seed of the whole program.
BlueprintModule drawnNoiseModule();

} // namespace flipside
