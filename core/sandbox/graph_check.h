// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include <torch/script.h>

namespace flipside {

/// Throws Error with half a sentence that names the operator unless every node of every function and method
/// that came with the module, nested blocks and hooks included, is on the allow-list. Runs nothing, and takes
/// out what sandbox/context_guards.h names.
void checkEveryOperator(const torch::jit::Module& module);

/// The same for one graph about to be run, which also may not draw random numbers.
void checkWhatRuns(const torch::jit::Graph& graph);

} // namespace flipside
