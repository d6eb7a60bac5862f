// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/families/family.h"

namespace flipside {

/// How well a reading of a network fits its own weights, and what it makes.
struct NetworkFit {
    double mismatch = 0.0; ///< of running statistics, a mean over all channels; 0 without any
    double low = 0.0;      ///< of the numbers of its pictures, the 1st percentile
    double high = 0.0;     ///< the 99th
    bool isFinite = true;
    double likeness = 0.0; ///< of its first pictures to pictures (import/picture_likeness.h)
};

/// Runs it on `count` latents of N(0, I), the same ones each time. Throws Error where it does not run.
NetworkFit fitOf(const NetworkReading& reading, int count);

} // namespace flipside
