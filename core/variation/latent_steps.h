// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"

#include <span>
#include <vector>

namespace flipside {

/// z moved by chance, as far as `size` in [0, 1] says: √(1 − s²) z + s ε with ε from N(0, I), which turns a
/// draw from the prior N(0, I) into another one (the proposal of Neal, "Regression and classification using
/// Gaussian process priors", 1999, equation 15). 0 leaves z as it is, 1 forgets it. Dimensions that are
/// `locked` stay, and the others move as if none were; those beyond the list's end are free.
std::vector<float> latentStep(std::span<const float> z, double size, Random& random,
                              const std::vector<bool>& locked = {});

} // namespace flipside
