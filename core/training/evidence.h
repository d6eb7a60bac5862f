// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to training: shows LibTorch.
#include <torch/script.h>

namespace flipside {

/// q(z|x) of a batch, a normal distribution without correlations.
struct Posterior {
    torch::Tensor mean;        ///< B×z
    torch::Tensor logVariance; ///< B×z

    /// One z for each, drawn so that gradients pass (Kingma and Welling, "Auto-Encoding Variational Bayes",
    /// 2014, section 2.4).
    torch::Tensor drawn() const;
    /// Σ over the batch of KL(q(z|x) ‖ p(z)).
    torch::Tensor divergence() const;
};

/// What an encoder (vae.h) says of pictures.
Posterior posteriorOf(torch::jit::Module& encoder, const torch::Tensor& pictures);

/// Σ over all numbers of log N(real; made, σ²). The variance is the one that fits the batch best, so that no
/// weight between this and other parts of a loss has to be chosen (Rybkin et al., "Simple and Effective VAE
/// Training with Calibrated Decoders", 2021, section 4.2).
torch::Tensor gaussianLogLikelihood(const torch::Tensor& made, const torch::Tensor& real);

} // namespace flipside
