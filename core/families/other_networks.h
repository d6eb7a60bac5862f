// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/families/layer_weights.h"

#include <span>

namespace flipside {

/// Throws WrongKind (sandbox/file_kind.h) where layers that no family took are, by their sizes, those of a
/// network that makes no pictures of latents: a critic, a classifier, one that turns pictures into pictures.
void refuseOtherNetworks(std::span<const LayerWeights> layers);

} // namespace flipside
