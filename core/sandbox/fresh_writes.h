// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

namespace torch::jit {
struct Graph;
}

namespace flipside {

/// Lets operators that write into a tensor which was made for it alone, as in zeros_like(x).masked_fill_(x,
/// -∞), give a new one instead, with the same numbers. LibTorch's own pass leaves those of which a weight may
/// be the alternative, and freezing then takes the weight for one that changes.
void removeWritesToFreshTensors(torch::jit::Graph& graph);

} // namespace flipside
