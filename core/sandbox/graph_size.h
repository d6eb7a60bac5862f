// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include <torch/script.h>

namespace flipside {

/// How many operators a module's forward would have once every call in it is replaced by what is called, as
/// freezing does: found by adding up along the calls, so that a function that calls another twice, which does
/// the same, and so on, is not followed twice. Throws Error with half a sentence where they are more than
/// LibTorch's passes over a graph manage in seconds, or where a function calls itself.
void checkInlinedSize(const torch::jit::Module& module);

} // namespace flipside
