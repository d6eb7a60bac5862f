// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include "core/decoder/tapped_graph.h"
#include "core/model/model_card.h"

#include <string>
#include <vector>

namespace flipside {

/// A decoder's graph with taps, and the layers that they stand for, from z to image.
struct FoundLayers {
    TappedGraph graph;
    std::vector<LayerInfo> layers; ///< named "hidden1", "hidden2", …; dead as on the card
};

/// Finds a decoder's layers by running it once on `latent` (a batch of one), and compares picture and layers
/// with the card, which may list none. Throws Error naming `file` where it does not run or the two disagree.
FoundLayers findLayers(const torch::jit::Graph& plain, const torch::Tensor& latent, const ModelCard& card,
                       const std::string& file);

} // namespace flipside
