// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/model_card.h"

#include <algorithm>
#include <cmath>

namespace flipside {

namespace {

/// Of the samples, below `low` and above `high`.
constexpr double tail = 0.05;

/// A value, and the share of the samples that are smaller.
struct Known {
    double value = 0.0;
    double share = 0.0;
};

std::vector<Known> knownOf(const TypicalRange& range)
{
    std::vector<Known> known;
    if (const std::size_t count = range.quantiles.size(); count > 1) {
        for (std::size_t i = 0; i < count; ++i)
            known.push_back({range.quantiles[i], double(i) / double(count - 1)});
        return known;
    }
    // A long tail can pull the mean out of the middle, and a straight line goes on to where no sample is
    // left.
    const double middle = std::clamp(range.mean, range.low, std::max(range.low, range.high));
    const double further = tail / (0.5 - tail);
    return {{range.low - further * (middle - range.low), 0.0},
            {range.low, tail},
            {middle, 0.5},
            {range.high, 1.0 - tail},
            {range.high + further * (range.high - middle), 1.0}};
}

} // namespace

double TypicalRange::shareBelow(double value) const
{
    const std::vector<Known> known = knownOf(*this);
    const double width = high - low;
    const auto beyond = [width](double distance) {
        return width > 0.0 ? distance / width : distance > 0.0 ? 1.0 : 0.0;
    };
    if (value < known.front().value)
        return -beyond(known.front().value - value);
    if (value > known.back().value)
        return 1.0 + beyond(value - known.back().value);
    const auto smaller = [](const Known& one, double other) { return one.value < other; };
    const auto above = std::lower_bound(known.begin(), known.end(), value, smaller);
    if (above == known.begin())
        return above->share;
    const auto below = above - 1;
    const double way = (value - below->value) / (above->value - below->value);
    return below->share + way * (above->share - below->share);
}

} // namespace flipside
