// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include <torch/script.h>
#include <vector>

namespace flipside {

/// A module and all inside it, each once: LibTorch's own `modules()` comes upon a shared one by every way
/// that leads there, of which a small file can have more than anyone could walk.
std::vector<torch::jit::Module> distinctModules(const torch::jit::Module& module);

/// Throws Error with half a sentence where there are more such ways than any generator has: LibTorch's passes
/// go them all.
void checkWaysToModules(const torch::jit::Module& module);

} // namespace flipside
