// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include <torch/script.h>
#include <vector>

namespace flipside {

/// The shapes that the latent of a generator may have, without the batch dimension, as its first weights
/// tell; the likeliest first. Looks behind what stands between z and a weight: labels that are concatenated
/// with it, views, pieces that it is cut into, and branches.
std::vector<std::vector<int>> likelyLatents(const torch::jit::Graph& graph);

} // namespace flipside
