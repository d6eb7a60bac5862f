// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/state_dict.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flipside {

/// The weights of one layer: tensors that have a module's name in common, "main.4.weight" and "main.4.bias".
/// Tensors belong to the StateDict.
struct LayerWeights {
    enum class Kind {
        Linear,      ///< weight of outputs × inputs
        Convolution, ///< weight of 4 dimensions, whichever way it goes
        Norm,        ///< a number for each channel, with running statistics or without
        Slope,       ///< one number, as PReLU has
        Other,
    };
    std::string path;
    Kind kind = Kind::Other;
    const WeightTensor* weight = nullptr;
    const WeightTensor* bias = nullptr;
    const WeightTensor* mean = nullptr;     ///< running_mean
    const WeightTensor* variance = nullptr; ///< running_var

    /// A size of the weight; 0 where it has none of that number.
    std::int64_t size(std::size_t dimension) const;
    /// Where its name ends in a number, that: its place in a Sequential.
    std::optional<int> place() const;
    /// Its path without the last name.
    std::string_view parent() const;
};

/// All layers of a network, in the order in which their first tensors stand in the file: that in which its
/// author made them. Counters of batches are no weights and left out. A weight that was parted into direction
/// and length (torch.nn.utils.weight_norm) is none of these kinds.
std::vector<LayerWeights> layersIn(std::span<const WeightTensor> tensors);

/// The same of those whose path begins with `prefix` and a dot.
std::vector<LayerWeights> layersUnder(std::span<const LayerWeights> layers, std::string_view prefix);

} // namespace flipside
