// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

namespace flipside {

/// The p-th percentile (0..100) of the values, linear between ranks; 0 of none.
inline double percentileOf(std::vector<float> values, double p)
{
    if (values.empty())
        return 0.0;
    const double position = std::clamp(p, 0.0, 100.0) / 100.0 * double(values.size() - 1);
    const auto below = values.begin() + static_cast<std::ptrdiff_t>(position);
    std::nth_element(values.begin(), below, values.end());
    const auto above = std::min_element(below + 1, values.end());
    const double next = above == values.end() ? *below : *above;
    return *below + (position - std::floor(position)) * (next - double(*below));
}

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
