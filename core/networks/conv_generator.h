// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/script.h>

namespace flipside {

/// The largest side of a picture that the convolutional architectures make (4 pixels doubled: 16, 32, 64, 128
/// or 256) which is not above `side`; 0 if even the least is.
int convSideWithin(int side);

/// A convolutional generator: a linear layer to 256 maps of 4×4, then, until the picture's side is reached,
/// nearest-neighbour doubling and a 3×3 convolution (Odena et al., "Deconvolution and Checkerboard
/// Artifacts", 2016), each with batch normalisation and ReLU, and a sigmoid at the end. forward: B×z ->
/// B×C×side×side in [0,1]; logits: the same before the sigmoid, B×(C·side·side).
torch::jit::Module makeConvGenerator(int channels, int side, int latent);

} // namespace flipside
