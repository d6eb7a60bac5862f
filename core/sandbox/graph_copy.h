// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include <memory>
#include <torch/script.h>

namespace flipside {

/// A copy of an inlined graph that outlives its module. LibTorch's own copies remember which functions the
/// nodes were inlined from, and follow those pointers when they describe an error, also after freezing has
/// deleted the functions.
std::shared_ptr<torch::jit::Graph> independentCopy(const torch::jit::Graph& graph);

} // namespace flipside
