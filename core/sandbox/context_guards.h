// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include <string>
#include <torch/csrc/jit/ir/ir.h>

namespace flipside {

/// Takes out of a graph what only says how PyTorch should run a part of it: `with torch.no_grad()`,
/// `torch.autocast`, `record_function` and the like. Flipside decodes without gradients, in single precision
/// and unrecorded anyway. Transformer layers have a way of their own for padded batches, with nested tensors;
/// what makes these becomes an error, in case it were run.
void removeGuards(torch::jit::Block& block);

/// True for the name of something that belongs to a class of such a guard. The code of these classes
/// reaches outside a model, so it never runs.
bool belongsToGuard(const std::string& qualifiedName);

/// True where a node still makes, holds or calls such a guard, or calls a function named like one of its
/// parts.
bool usesGuard(const torch::jit::Node& node);

} // namespace flipside
