// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include <string>
#include <torch/script.h>

namespace flipside {

/// Inlines what a module's forward calls, and notes on every node which module it comes from, for
/// modulePathOf. To be called before freezing, which forgets where modules were: of a list of modules,
/// LibTorch itself keeps no name.
void noteModulePaths(const torch::jit::Module& module);

/// The name of the module that a node comes from, as PyTorch writes it: "main.4". Where that module does more
/// than the one function of the node, `function` follows: "blocks.0.relu". Empty for what the model's own
/// forward does, and for names that are very long or more than letters, digits and underscores.
std::string modulePathOf(const torch::jit::Node& node, const std::string& function);

} // namespace flipside
