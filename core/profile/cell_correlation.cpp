// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/cell_correlation.h"

#include <algorithm>
#include <cmath>

namespace flipside {

namespace {

constexpr double rowLength = 127.0; ///< no single draw can then be out of a byte's range

} // namespace

CellCorrelation::CellCorrelation(std::span<const float> maps, std::size_t draws) : _draws(draws)
{
    const std::size_t cells = draws == 0 ? 0 : maps.size() / draws;
    _rows.assign(cells * draws, 0);
    _lengths.assign(cells, 0.0f);
    std::vector<double> centred(draws);
    for (std::size_t cell = 0; cell < cells; ++cell) {
        double sum = 0.0;
        for (std::size_t draw = 0; draw < draws; ++draw)
            sum += double(maps[draw * cells + cell]);
        double squares = 0.0;
        for (std::size_t draw = 0; draw < draws; ++draw) {
            centred[draw] = double(maps[draw * cells + cell]) - sum / double(draws);
            squares += centred[draw] * centred[draw];
        }
        const double largest = sum == 0.0 ? 1.0 : std::abs(sum / double(draws));
        if (std::sqrt(squares) <= 1e-6 * largest)
            continue; // constant but for rounding
        double rounded = 0.0;
        for (std::size_t draw = 0; draw < draws; ++draw) {
            const double value = std::round(centred[draw] * rowLength / std::sqrt(squares));
            _rows[cell * draws + draw] = std::int8_t(value);
            rounded += value * value;
        }
        _lengths[cell] = float(std::sqrt(rounded));
    }
}

std::span<const std::int8_t> CellCorrelation::row(int cell) const
{
    return std::span(_rows).subspan(std::size_t(cell) * _draws, _draws);
}

float CellCorrelation::of(int a, int b) const
{
    const float scale = _lengths[std::size_t(a)] * _lengths[std::size_t(b)];
    if (scale == 0.0f)
        return 0.0f;
    const auto one = row(a);
    const auto other = row(b);
    int sum = 0;
    for (std::size_t draw = 0; draw < _draws; ++draw)
        sum += int(one[draw]) * int(other[draw]);
    return float(sum) / scale;
}

std::vector<double> CellCorrelation::sums(std::span<const int> cells, std::span<const int> others) const
{
    // Σ r_a·r_b = r_a·Σ r_b
    std::vector<double> total(_draws, 0.0);
    for (const int other : others)
        if (const float length = _lengths[std::size_t(other)]; length > 0.0f)
            for (std::size_t draw = 0; draw < _draws; ++draw)
                total[draw] += double(row(other)[draw]) / double(length);
    std::vector<double> sums;
    sums.reserve(cells.size());
    for (const int cell : cells) {
        double sum = 0.0;
        for (std::size_t draw = 0; draw < _draws; ++draw)
            sum += double(row(cell)[draw]) * total[draw];
        const float length = _lengths[std::size_t(cell)];
        sums.push_back(length > 0.0f ? sum / double(length) : 0.0);
    }
    return sums;
}

} // namespace flipside
