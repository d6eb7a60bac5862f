// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include <torch/csrc/jit/ir/ir.h>

namespace flipside {

/// The node whose value, but for shape and scale, is the picture.
struct OutputNonLinearity {
    const torch::jit::Node* node = nullptr; ///< may be anything, if the picture is not made by an activation
    bool scaled = false;                    ///< numbers are added or multiplied between it and the picture
};

/// Of a graph whose only output is the picture.
OutputNonLinearity outputNonLinearity(const torch::jit::Graph& graph);

} // namespace flipside
