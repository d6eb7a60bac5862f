// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/set_sums.h"

#include <algorithm>
#include <cstddef>

namespace flipside {

void SetSums::add(const SetSums& other)
{
    sums.resize(std::max(sums.size(), other.sums.size()), 0.0);
    samples += other.samples;
    for (std::size_t i = 0; i < other.sums.size(); ++i)
        sums[i] += other.sums[i];
}

} // namespace flipside
