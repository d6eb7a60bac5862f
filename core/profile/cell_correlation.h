// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace flipside {

/// Pearson correlations of a layer's cells. There are too many for a matrix of them, so they are worked out
/// from some draws when they are asked for, to about 0.01 of what these draws say.
class CellCorrelation {
public:
    /// `maps` is draws × cells.
    CellCorrelation(std::span<const float> maps, std::size_t draws);

    /// 0 where either was constant.
    float of(int a, int b) const;
    /// For each of `cells` the sum of its correlations with all `others`.
    std::vector<double> sums(std::span<const int> cells, std::span<const int> others) const;

private:
    std::span<const std::int8_t> row(int cell) const;

    std::size_t _draws;
    std::vector<std::int8_t> _rows; ///< [cell][draw], centred and scaled to a length of about 127
    std::vector<float> _lengths;    ///< [cell], of the rounded rows; 0 for a constant cell
};

} // namespace flipside
