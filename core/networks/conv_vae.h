// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/networks/vae.h"

namespace flipside {

/// Its encoder alone. forward: B×C×side×side in [0,1] -> mean B×z; posterior: -> (mean, log variance).
torch::jit::Module makeConvEncoder(int channels, int side, int latent);

/// A convolutional VAE for square pictures of 16 to 256 pixels (conv_generator.h, convSideWithin): the
/// encoder halves the side with 3×3 convolutions of stride 2, batch normalisation and ReLU until it is 4×4;
/// the decoder is makeConvGenerator. Gaussian likelihood. Freshly drawn weights from LibTorch's global
/// generator.
Vae makeConvVae(int channels, int side, int latent);

} // namespace flipside
