// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include <torch/script.h>

namespace flipside {

/// Throws Error with half a sentence that names the first tensor of a module with NaN in it, or infinity.
/// Infinity is allowed in tensors that are not learned: masks are made of it.
void checkWeightsAreFinite(const torch::jit::Module& module);

} // namespace flipside
