// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recipe/pattern.h"

#include <cstdint>
#include <vector>

namespace flipside {

/// Maps larger than this a side are kept smaller.
inline constexpr int largestPatternSide = 32;
/// How many of the training pictures in which a channel is strongest its typical map is the mean of.
inline constexpr int strongestPictures = 16;
/// Of these, whose maps are kept one by one.
inline constexpr int keptExemplars = 4;

/// How each channel of a convolutional layer spreads over its map where it is strongest (recipe/pattern.h).
/// Maps are relative to the activation function's minimum, and divided by their mean.
struct MapPatterns {
    int height = 0; ///< of the maps kept here, at most largestPatternSide
    int width = 0;
    /// [kind][unit][row][column] in steps of `steps`; kind 0 is the typical map, 1 to keptExemplars are
    /// single pictures'.
    std::vector<std::uint8_t> maps;
    std::vector<float> steps; ///< [kind][unit]

    int units() const { return int(steps.size()) / (1 + keptExemplars); }
    /// A channel's pattern on maps of height × width: numbers, 0 or more, whose mean is 1. `exemplar` counts
    /// from 0, and round after the last.
    std::vector<float> map(int unit, Pattern pattern, int exemplar, int height, int width) const;
};

} // namespace flipside
