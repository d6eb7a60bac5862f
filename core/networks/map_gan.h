// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/script.h>

namespace flipside {

/// A generator of maps, small pictures of many channels with numbers of any size: z -> B×channels×side×side
/// for a side of 8, 16, 32, …. Maps of 4×4 are doubled until they are large enough, with two convolutions
/// after each doubling; the smallest excite the last (Liu et al., "Towards Faster and Stabilized GAN Training
/// for High-fidelity Few-shot Image Synthesis", 2021, section 3.1).
torch::jit::Module makeMapGenerator(int channels, int side, int latent);

/// Its critic: a score for each. `examined` gives as well the maps at half the side, in which it sees what a
/// rebuilt example is to be like, and its last ones (as fast_critic.h).
torch::jit::Module makeMapCritic(int channels, int side);

/// An encoder of such maps (vae.h): maps are halved as the critic halves them.
torch::jit::Module makeMapEncoder(int channels, int side, int latent);

} // namespace flipside
