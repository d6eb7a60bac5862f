// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/script.h>

namespace flipside {

/// The generator of Liu et al., "Towards Faster and Stabilized GAN Training for High-fidelity Few-shot Image
/// Synthesis", ICLR 2021, section 3.1, for square pictures of 16 to 256 pixels (conv_generator.h,
/// convSideWithin): a linear layer to 256 maps of 4×4, then nearest-neighbour doubling and 3×3 convolutions
/// (two at 16×16 and at 32×32) with batch normalisation and ReLU, and a sigmoid at the end. Skip-layer
/// excitation: the maps of side s decide how strongly each of the maps of side 16·s shows. Unlike the paper's
/// it has ReLU for gated units, so that a neuron can be off, fewer maps, and no noise besides z.
///
/// forward: B×z -> B×C×side×side in [0,1]. Freshly drawn weights from LibTorch's global generator.
torch::jit::Module makeFastGenerator(int channels, int side, int latent);

} // namespace flipside
