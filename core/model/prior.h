// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/model/model_card.h"

#include <vector>

namespace flipside {

/// Draws a latent from the model's prior N(0, I), scaled by `truncation` ψ: 1 is the prior itself, 0 its mean
/// (the truncation of Karras et al., CVPR 2019, section B, for a prior whose mean is 0). Where the prior is
/// prior::starts, one of the starts, moved along every direction by a normal number times ψ. Throws Error
/// where such a card was not read with its folder.
std::vector<float> drawLatent(const ModelCard& card, Random& random, double truncation = 1.0);

/// Such a latent, and behind it a class at random and all other inputs at their standard: what a decoder
/// takes.
std::vector<float> drawPacked(const ModelCard& card, Random& random);

} // namespace flipside
