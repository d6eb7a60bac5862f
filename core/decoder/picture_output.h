// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core: shows LibTorch.
#include "core/model/model_card.h"

#include <torch/script.h>

namespace flipside {

/// Of a forward that returns several values, keeps the first that is a picture of the card's shape when the
/// graph runs on `latent` (a batch of one); what only the others needed goes. Leaves a graph that returns one
/// value as it is. Throws what running it throws.
void keepPictureOutput(torch::jit::Graph& graph, const torch::Tensor& latent, const ModelCard& card);

} // namespace flipside
