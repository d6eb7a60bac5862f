// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include <optional>
#include <string>
#include <torch/script.h>

namespace flipside {

/// An activation function as it stands in a graph.
struct ActivationFunction {
    std::string name; ///< "relu", "leaky_relu", …
    float off = 0.0f; ///< what "off" means: the function's minimum; 0 where it has none (leaky ReLU, PReLU)
    float threshold = 1e-7f; ///< τ: a unit above it is on. METHOD's 1e-7 for ReLU; for the others the value
                             ///< at input 0, plus 1e-7
    bool inPlace = false;
};

/// The activation function that a node applies; empty for other nodes.
std::optional<ActivationFunction> activationFunctionOf(const torch::jit::Node& node);

} // namespace flipside
