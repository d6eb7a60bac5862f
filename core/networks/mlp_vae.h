// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/networks/vae.h"

namespace flipside {

/// The fully connected VAE of the papers (METHOD, Networks; long paper, section 5): encoder
/// 784-1000-500-250-z, decoder the reverse, ReLU, dropout 0.10 in training only, Bernoulli likelihood. Its
/// freshly drawn weights come from LibTorch's global generator: seed it first.
Vae makeMlpVae(int channels, int height, int width, int latent);

} // namespace flipside
