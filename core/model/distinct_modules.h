// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include <torch/script.h>
#include <vector>

namespace flipside {

/// A module and all inside it, each once: LibTorch's own `modules()` comes upon a shared one by every way
/// that leads there, of which a small file can have more than anyone could walk.
std::vector<torch::jit::Module> distinctModules(const torch::jit::Module& module);

} // namespace flipside
