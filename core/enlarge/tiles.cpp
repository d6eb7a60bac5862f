// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/enlarge/tiles.h"

#include <torch/torch.h>

#include <algorithm>

namespace flipside {

namespace {

/// Larger parts see relatively less twice, and their maps no longer fit into the processor's cache.
constexpr std::int64_t side = 128;

/// From and length.
struct Stretch {
    std::int64_t from;
    std::int64_t length;
};

Stretch seenOf(const Stretch& own, std::int64_t whole, std::int64_t reach)
{
    const std::int64_t from = std::max(std::int64_t{0}, own.from - reach);
    return {from, std::min(whole, own.from + own.length + reach) - from};
}

} // namespace

torch::Tensor Part::of(const torch::Tensor& pictures, std::int64_t times) const
{
    return pictures.slice(2, top * times, (top + height) * times)
        .slice(3, left * times, (left + width) * times);
}

Part Tile::ownInSeen() const
{
    return {own.top - seen.top, own.left - seen.left, own.height, own.width};
}

std::vector<Tile> tilesOf(std::int64_t height, std::int64_t width, std::int64_t reach)
{
    std::vector<Tile> tiles;
    for (std::int64_t top = 0; top < height; top += side)
        for (std::int64_t left = 0; left < width; left += side) {
            const Stretch rows{top, std::min(side, height - top)};
            const Stretch columns{left, std::min(side, width - left)};
            const Stretch seenRows = seenOf(rows, height, reach);
            const Stretch seenColumns = seenOf(columns, width, reach);
            tiles.push_back({{rows.from, columns.from, rows.length, columns.length},
                             {seenRows.from, seenColumns.from, seenRows.length, seenColumns.length}});
        }
    return tiles;
}

} // namespace flipside
