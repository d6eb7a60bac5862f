// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include <optional>
#include <torch/csrc/jit/ir/ir.h>
#include <utility>

namespace flipside {

/// The node whose value, but for shape and scale, is the picture.
struct OutputNonLinearity {
    const torch::jit::Node* node = nullptr; ///< may be anything, if the picture is not made by an activation
    bool scaled = false;                    ///< numbers are added or multiplied between it and the picture
    /// What the picture is cut off at below and above, with nothing scaled after it.
    std::optional<std::pair<double, double>> limits{};
};

/// Of the value that is the picture.
OutputNonLinearity outputNonLinearity(const torch::jit::Value& picture);

} // namespace flipside
