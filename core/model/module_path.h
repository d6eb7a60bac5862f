// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include <string>
#include <torch/csrc/jit/ir/ir.h>

namespace flipside {

/// Notes on every node of an inlined graph which module it comes from, for modulePathOf. To be called while
/// the module still lives.
void noteModulePaths(torch::jit::Graph& graph);

/// The names of the modules that a node comes from, from the outermost one, joined by dots as PyTorch writes
/// them: "main.4". Empty for what the model's own forward does, and for names that are very long or more than
/// letters, digits and underscores.
std::string modulePathOf(const torch::jit::Node& node);

} // namespace flipside
