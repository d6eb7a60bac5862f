// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/script.h>

namespace flipside {

/// How many times smaller each way the maps of its latents are than the picture.
inline constexpr int spatialShrinking = 8;

/// Both halves of a fully convolutional autoencoder: a latent is `maps` small pictures of a picture, so that
/// one pair of networks takes pictures of any size that is a multiple of 8. About a million weights.
struct SpatialAutoencoder {
    /// forward: B×C×H×W in [0,1] -> B×maps×H/8×W/8, over many pictures each map with mean 0 and spread 1.
    torch::jit::Module encoder;
    /// forward: B×maps×h×w -> B×C×8h×8w in [0,1]; ReLU throughout, so that a neuron can be off.
    torch::jit::Module decoder;
};

/// Residual blocks (He et al., "Deep Residual Learning", 2016) at an eighth and at a quarter of the size, few
/// maps where they are large, and sub-pixels at the end (Shi et al., "Real-Time Single Image and Video
/// Super-Resolution", 2016): so a flip late in the decoder is repainted at once. Freshly drawn weights from
/// LibTorch's global generator.
SpatialAutoencoder makeSpatialAutoencoder(int channels, int maps);

/// Judges parts of pictures as large as it looks far (Isola et al., "Image-to-Image Translation with
/// Conditional Adversarial Networks", 2017, section 3.2.2). judged: B×C×H×W in [0,1] -> (scores B×1×h×w, its
/// maps after the first convolution, after the second).
torch::jit::Module makePatchCritic(int channels);

} // namespace flipside
