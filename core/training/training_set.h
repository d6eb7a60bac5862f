// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to training: shows LibTorch.
#include "core/base/progress.h"
#include "core/data/dataset.h"

#include <cstdint>
#include <filesystem>
#include <torch/types.h>
#include <vector>

namespace flipside {

/// One split of a dataset in memory.
struct TrainingSet {
    torch::Tensor bytes;                        ///< n × C × H × W, 8-bit
    torch::Tensor labels;                       ///< n, 64-bit; empty for a dataset without classes
    std::vector<std::filesystem::path> skipped; ///< files that could not be read as pictures
};

/// Reads a whole split. Throws Error where the data is damaged, Cancelled.
TrainingSet loadTrainingSet(const Dataset& data, Split split, Progress& progress);

/// 8-bit pixels as numbers in [0,1].
torch::Tensor asPixels(const torch::Tensor& bytes);

/// The numbers 0 to count - 1 in an order that depends on the seed alone.
torch::Tensor shuffledOrder(std::int64_t count, std::uint64_t seed);

} // namespace flipside
