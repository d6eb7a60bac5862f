// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include <torch/script.h>

namespace flipside {

/// Whether a value's dimension 1 holds its channels where it turns out to have three: what convolutions
/// (N×C×L) make of it says so, and what linear layers and attention (N×T×U) make of it says the contrary.
/// False where the graph does not tell.
bool hasChannelsFirst(const torch::jit::Value& value);

} // namespace flipside
