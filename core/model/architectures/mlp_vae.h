// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/script.h>

namespace flipside {

/// The fully connected VAE of the papers (METHOD, Networks; long paper, section 5): encoder
/// 784-1000-500-250-z, decoder the reverse, ReLU, dropout 0.10 in training only, Bernoulli likelihood. Both
/// halves are TorchScript modules, so what is trained is what is saved.
struct MlpVae {
    torch::jit::Module encoder; ///< forward: B×C×H×W in [0,1] -> mean B×z; posterior: -> (mean, log variance)
    torch::jit::Module
        decoder; ///< forward: B×z -> B×C×H×W in [0,1]; logits: the same before the sigmoid, B×(C·H·W)
};

/// A VAE with freshly drawn weights (uniform in ±1/√inputs, LibTorch's own default for linear layers), from
/// LibTorch's global generator: seed it first.
MlpVae makeMlpVae(int channels, int height, int width, int latent);

} // namespace flipside
