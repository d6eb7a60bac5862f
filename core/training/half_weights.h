// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to training: shows LibTorch.
#include <torch/script.h>

namespace flipside {

/// Keeps a module's weights with 16 bits, so that its file has half the size, and makes 32 of them as soon as
/// they are used: whoever opens the file computes as before, with weights that are a two-thousandth off at
/// most.
void keepInHalf(torch::jit::Module& module);

} // namespace flipside
