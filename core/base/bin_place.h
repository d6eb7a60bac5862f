// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>

namespace flipside {

/// A place among counts in equal bins.
struct BinPlace {
    std::size_t bin = 0;
    double share = 0.0; ///< of the bin's counts that lie below the place, in [0, 1]

    /// In bin widths from the left edge of the first bin, where a bin's counts lie evenly in it.
    double position() const { return double(bin) + share; }
};

/// The place below which `percent` of 100 of all counts lie; the end of the last bin where there are none.
inline BinPlace percentilePlace(std::span<const std::uint32_t> counts, double percent)
{
    double wanted = percent / 100.0 * std::accumulate(counts.begin(), counts.end(), 0.0);
    for (std::size_t bin = 0; bin < counts.size(); ++bin) {
        const double here = counts[bin];
        if (here > 0.0 && wanted <= here)
            return {bin, wanted / here};
        wanted -= here;
    }
    return {counts.size(), 0.0};
}

} // namespace flipside
