// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/script.h>

namespace flipside {

/// The discriminator that goes with fast_generator.h, for square pictures of 16 to 256 pixels: convolutions
/// down to 64×64, then halving steps of two 3×3 convolutions beside an average with a 1×1 convolution, leaky
/// ReLU, no normalisation (the gradient penalty R1 keeps it steady). It is also to tell from its maps of 8×8
/// what it has seen, so that it looks at whole pictures rather than for single tell-tale details (section 3.2
/// of the paper that fast_generator.h names; there with a learned distance instead of a plain one).
///
/// forward: B×C×H×W in [0,1] -> B×1, higher for what it takes for real.
/// examined: -> (the same; its maps at a quarter of the side, or of 64 pixels if that is less, or 8×8 if that
/// is more; its maps of 8×8).
/// rebuilt: the latter -> B×C×32×32, the picture in small.
torch::jit::Module makeFastCritic(int channels, int side);

} // namespace flipside
