// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include "core/blueprint/blueprint.h"

#include <torch/script.h>

namespace flipside {

/// compile() (compile.h) before it is written: a module that can be run. Throws as that does.
torch::jit::Module compiledModule(const Blueprint& blueprint);

/// A file's tensor as LibTorch's, of 32-bit floats. Throws Error for complex numbers.
torch::Tensor tensorOf(const WeightTensor& weight);

} // namespace flipside
