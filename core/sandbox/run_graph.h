// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include "core/sandbox/run_limit.h"

#include <torch/csrc/jit/runtime/interpreter.h>
#include <torch/script.h>

namespace flipside {

/// Puts a check of this thread's RunScope into every round of every loop of a graph, and before every
/// operator that can take long.
void boundRun(torch::jit::Graph& graph);

/// Runs a graph's code on a stack. Throws RunStopped with half a sentence where the RunScope's time or memory
/// is up, Cancelled as the RunScope asks, and what LibTorch throws.
void runGraph(const torch::jit::Code& code, torch::jit::Stack& stack);

} // namespace flipside
