// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/script.h>

namespace flipside {

/// What the decoder's output says of a picture: a pixel's probability of being white, or its mean.
enum class Likelihood { Bernoulli, Gaussian };

/// Both halves of a variational autoencoder as TorchScript modules, so that what is trained is what is saved.
struct Vae {
    torch::jit::Module encoder; ///< forward: B×C×H×W in [0,1] -> mean B×z; posterior: -> (mean, log variance)
    torch::jit::Module
        decoder; ///< forward: B×z -> B×C×H×W in [0,1]; logits: the same before the sigmoid, B×(C·H·W)
    Likelihood likelihood = Likelihood::Bernoulli;
};

} // namespace flipside
