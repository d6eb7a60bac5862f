// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/script.h>

namespace flipside {

/// How many times more pixels each way the network makes.
inline constexpr int enlargerTimes = 4;

/// How far from a pixel, in pixels of the small picture, the network looks: two for the bicubic curve's
/// taps, or one for each of its 3×3 convolutions, whichever is more.
inline constexpr int enlargerReach = 10;

/// A small network for super-resolution, as TorchScript: it works at the small picture's size (3×3
/// convolutions of 32 maps with ReLU, four residual blocks of two, after Lim et al., "Enhanced Deep Residual
/// Networks for Single Image Super-Resolution", 2017) and says at the end, pixel by pixel, what bicubic
/// enlarging lacks (sub-pixel convolution of Shi et al., "Real-Time Single Image and Video Super-Resolution",
/// 2016). 89 thousand parameters.
///
/// forward: B×3×h×w in [0,1] -> B×3×4h×4w, which may reach a little beyond [0,1]; any h and w from 1 on.
/// Fresh weights, which enlarge just as bicubic does, come from LibTorch's global generator: seed it first.
torch::jit::Module makeEnlargerNetwork();

} // namespace flipside
