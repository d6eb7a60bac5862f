// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include <torch/script.h>

namespace flipside {

/// Puts activation functions where a decoder's author wrote them out as arithmetic, so that they become
/// layers as others do: SiLU for x·sigmoid(x), ReLU for clamp(x, 0), max(x, 0), where(x > 0, x, 0) and
/// x·(x > 0), ReLU6 for clamp(x, 0, 6), leaky ReLU for max(x, a·x) with 0 < a < 1 and where(x > 0, x, a·x).
/// What only shapes the picture at the end stays as it is. The numbers stay the same but for rounding.
void nameWrittenOutActivations(torch::jit::Graph& graph);

} // namespace flipside
