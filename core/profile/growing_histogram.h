// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/layer_profile.h"

#include <cmath>
#include <cstdint>
#include <vector>

namespace flipside {

/// A histogram with a fixed number of bins whose range grows with the data: a value outside doubles the bins'
/// width, and pairs of bins join. Bin edges are whole multiples of the width, so nothing is counted
/// approximately.
class GrowingHistogram {
public:
    static constexpr int bins = 32;

    void add(float value)
    {
        if (!std::isfinite(value))
            return;
        if (_counts.empty()) {
            _counts.assign(bins, 0);
            // 0 is where most units are most of the time: it is an edge of a bin from the start.
            _first = value < 0.0f ? -bins / 2 : 0;
        }
        std::int64_t bin = binOf(value);
        while (bin < _first || bin >= _first + bins) {
            if (bin < _first && _first >= 0)
                shiftForNegatives();
            else
                widen();
            bin = binOf(value);
        }
        ++_counts[std::size_t(bin - _first)];
    }

    Histogram result() const
    {
        if (_counts.empty())
            return {0.0f, 0.0f, std::vector<std::uint32_t>(bins, 0)};
        return {float(double(_first) * _width), float(_width), _counts};
    }

private:
    std::int64_t binOf(float value) const
    {
        return static_cast<std::int64_t>(std::floor(double(value) / _width));
    }

    void widen()
    {
        std::vector<std::uint32_t> joined(bins, 0);
        const std::int64_t first = _first < 0 ? -bins / 2 : 0;
        for (int i = 0; i < bins; ++i) {
            const std::int64_t old = _first + i;
            const std::int64_t target = (old >= 0 ? old : old - 1) / 2 - first;
            joined[std::size_t(target)] += _counts[std::size_t(i)];
        }
        _counts = std::move(joined);
        _first = first;
        _width *= 2.0;
    }

    /// The first negative value: half of the bins go below 0, so the positive ones join in pairs.
    void shiftForNegatives()
    {
        std::vector<std::uint32_t> shifted(bins, 0);
        for (int i = 0; i < bins; ++i)
            shifted[std::size_t(bins / 2 + i / 2)] += _counts[std::size_t(i)];
        _counts = std::move(shifted);
        _first = -bins / 2;
        _width *= 2.0;
    }

    double _width = 0x1.0p-12; ///< a power of two, so that doubling is exact
    std::int64_t _first = 0;   ///< the first bin's number: its left edge divided by the width
    std::vector<std::uint32_t> _counts;
};

} // namespace flipside
