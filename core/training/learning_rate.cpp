// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/learning_rate.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace flipside {

double cosineLearningRate(std::int64_t step, std::int64_t steps, double largest, int warmUp)
{
    const double rise = std::min(1.0, double(step + 1) / warmUp);
    return largest * rise * 0.5 * (1.0 + std::cos(std::numbers::pi * double(step) / double(steps)));
}

} // namespace flipside
