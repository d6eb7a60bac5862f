// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace flipside {

/// What a metric of a set keeps of the samples, in memory that does not depend on how many there are: the
/// sums of parts, added, are those of the whole.
struct SetSums {
    std::uint64_t samples = 0;
    std::vector<double> sums; ///< the metric's own

    void add(const SetSums& other);
};

} // namespace flipside
