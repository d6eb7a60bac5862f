// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace flipside {

/// The step size at step `step` of `steps`: it rises to `largest` over the first `warmUp` steps, and falls as
/// a half cosine to nothing (Loshchilov and Hutter, "SGDR", 2017, equation 5, without restarts).
double cosineLearningRate(std::int64_t step, std::int64_t steps, double largest, int warmUp);

} // namespace flipside
