// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/script.h>

namespace flipside {

/// The discriminator of a GAN for square pictures of 16 to 256 pixels (conv_generator.h, convSideWithin): 3×3
/// convolutions with leaky ReLU, of stride 2 from the second on until the side is 4. features: B×C×H×W in
/// [0,1] -> B×256, the mean of each last map; forward: -> B×1, higher for what it takes for real. Freshly
/// drawn weights from LibTorch's global generator.
torch::jit::Module makeConvCritic(int channels, int side);

} // namespace flipside
