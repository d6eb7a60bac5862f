// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/neurons/neuron_arrangement.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace flipside {
namespace {

/// A small layer still needs room for its name.
constexpr double narrowest = 84.0;

/// Splits layers into `rows` runs of similar weight; returns the index after the last layer of each row.
std::vector<std::size_t> splitIntoRows(const std::vector<double>& weights, std::size_t rows)
{
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    std::vector<std::size_t> ends;
    double sum = 0.0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        sum += weights[i];
        const std::size_t layersLeft = weights.size() - i - 1;
        const std::size_t rowsLeft = rows - ends.size() - 1;
        const double next = i + 1 < weights.size() ? weights[i + 1] / 2.0 : 0.0;
        const bool full = sum + next >= total * double(ends.size() + 1) / double(rows);
        if (rowsLeft > 0 && (full || layersLeft == rowsLeft))
            ends.push_back(i + 1);
    }
    ends.push_back(weights.size());
    return ends;
}

/// Widths in proportion to the weights, but none below the narrowest that there is room for.
std::vector<double> widthsFor(const std::vector<double>& weights, double room)
{
    const double least = std::min(narrowest, room / double(weights.size()));
    std::vector<double> widths(weights.size(), least);
    std::vector<bool> fixed(weights.size(), false);
    for (bool changed = true; changed;) {
        changed = false;
        double free = room;
        double total = 0.0;
        for (std::size_t i = 0; i < weights.size(); ++i)
            (fixed[i] ? free -= least : total += weights[i]);
        for (std::size_t i = 0; i < weights.size(); ++i) {
            if (fixed[i])
                continue;
            widths[i] = free * weights[i] / total;
            if (widths[i] < least) {
                widths[i] = least;
                fixed[i] = changed = true;
            }
        }
    }
    return widths;
}

std::vector<QRect> arrangedInRows(const QRect& area, const std::vector<double>& weights, std::size_t rows,
                                  int spacing)
{
    std::vector<QRect> rects;
    const std::vector<std::size_t> ends = splitIntoRows(weights, rows);
    const double height = (area.height() - spacing * (double(ends.size()) - 1.0)) / double(ends.size());
    std::size_t begin = 0;
    for (std::size_t row = 0; row < ends.size(); ++row) {
        const std::vector<double> own(weights.begin() + std::ptrdiff_t(begin),
                                      weights.begin() + std::ptrdiff_t(ends[row]));
        const std::vector<double> widths =
            widthsFor(own, area.width() - spacing * (double(own.size()) - 1.0));
        const int top = area.top() + int(std::lround(double(row) * (height + spacing)));
        double left = area.left();
        for (const double width : widths) {
            const int from = int(std::lround(left));
            const int to = int(std::lround(left + width));
            rects.emplace_back(from, top, std::max(1, to - from), std::max(1, int(height)));
            left += width + spacing;
        }
        begin = ends[row];
    }
    return rects;
}

} // namespace

std::vector<QRect> arrangedHeatmaps(const QRect& area, const std::vector<int>& units, int headerHeight,
                                    int spacing)
{
    const std::vector<double> weights(units.begin(), units.end());
    std::vector<QRect> best;
    double bestCell = -1.0;
    for (std::size_t rows = 1; rows <= units.size(); ++rows) {
        std::vector<QRect> rects = arrangedInRows(area, weights, rows, spacing);
        double smallest = 1e9;
        for (std::size_t i = 0; i < rects.size(); ++i) {
            const double room = double(rects[i].width()) * std::max(0, rects[i].height() - headerHeight);
            smallest = std::min(smallest, room / std::max(1.0, weights[i]));
        }
        // More rows have to be worth it: one row is the easiest to read from z to image.
        if (smallest > bestCell * 1.1) {
            bestCell = smallest;
            best = std::move(rects);
        }
    }
    return best;
}

} // namespace flipside
