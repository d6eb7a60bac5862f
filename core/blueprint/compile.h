// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/blueprint/blueprint.h"

#include <string>

namespace flipside {

/// Compiles a blueprint to a TorchScript file's bytes, as torch.jit.save writes them: weights as 32-bit
/// floats, whatever they were, and modules under the names that PyTorch gave them. Throws Error, half a
/// sentence, where LibTorch's compiler does not take the text.
std::string compile(const Blueprint& blueprint);

} // namespace flipside
