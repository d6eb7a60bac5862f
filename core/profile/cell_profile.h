// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace flipside {

/// Layers with more places than this are not profiled cell by cell.
inline constexpr std::size_t mostProfiledCells = std::size_t{1} << 20;

/// What every single place of a convolutional layer's maps did over the training data: the papers' neurons to
/// the letter. Arrays are [unit][row][column].
struct CellProfile {
    int height = 0; ///< of a map
    int width = 0;
    std::vector<float> percentActivation; ///< a_kj in [0, 1]
    std::vector<float> maximum;
    std::vector<float> mean;
    std::vector<float> deviation; ///< standard deviation
};

} // namespace flipside
