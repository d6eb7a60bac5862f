// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace flipside {

/// Spherical interpolation between two latents of equal length (White, "Sampling Generative Networks", 2016,
/// section 2.1): along the great circle, so that what lies between two draws from N(0, I) is as long as a
/// draw. 0 gives `from`, 1 gives `to`, exactly. Opposite or zero latents, which have no such circle, are
/// interpolated along the line.
std::vector<float> slerp(std::span<const float> from, std::span<const float> to, double share);

} // namespace flipside
