// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

namespace flipside {

/// One touch of a round brush on the picture.
struct Dab {
    float x = 0.5f;        ///< centre, as a share of the picture's width
    float y = 0.5f;        ///< as a share of its height
    float radius = 0.1f;   ///< as a share of its longer side; above 0
    float softness = 0.5f; ///< share of the radius over which the effect fades; 0 is a hard edge, 1 fades
                           ///< from the centre on

    bool operator==(const Dab&) const = default;
};

/// One place of a layer's map: with its channel, the papers' neuron to the letter.
struct Cell {
    int row = 0;
    int column = 0;
    std::optional<float> value{}; ///< what it is held at, where that is not the edit's value

    bool operator==(const Cell&) const = default;
};

/// Where an edit of a channel applies.
struct Region {
    std::vector<Dab> dabs;   ///< fits every layer: mapped to its resolution
    std::vector<Cell> cells; ///< of the edited layer's map

    bool operator==(const Region&) const = default;

    /// Takes away every dab whose centre is under `eraser`, on a picture of this shape, and every cell of a
    /// map of `height` × `width` likewise. Returns whether anything was.
    bool erase(const Dab& eraser, int height, int width);
    /// True where it covers nothing.
    bool isEmpty() const { return dabs.empty() && cells.empty(); }

    /// How much of the edit each place of a map gets, 0 to 1, row by row: the most that any dab or cell gives
    /// it. A dab's share of a coarse place is what it covers of it.
    std::vector<float> coverage(int height, int width) const;
};

/// The coverage of one region after another, where a later one often is an earlier one with more dabs: while
/// a stroke is painted, only what is new is worked out.
class CoverageCache {
public:
    /// Region::coverage(height, width). Valid until the next call.
    const std::vector<float>& of(const Region& region, int height, int width);

private:
    Region _region;
    std::vector<float> _coverage;
    int _height = 0;
    int _width = 0;
};

} // namespace flipside
