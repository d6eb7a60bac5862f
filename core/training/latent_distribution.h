// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to training: shows LibTorch.
#include <torch/script.h>
#include <torch/torch.h>
#include <vector>

namespace flipside {

/// The normal distribution that a generator's latents come from. An encoder is pulled to the standard one and
/// never gets there: its encodings of all pictures, the aggregate posterior, keep a mean, correlations and
/// unequal spreads of their own, and between them the standard distribution has holes that decode to broken
/// pictures (Hoffman and Johnson, "ELBO surgery", 2016, section 3). So a generator with an encoder learns
/// from the normal distribution with the aggregate posterior's mean and covariance, and is then changed so
/// that the standard one is right for it.
struct LatentDistribution {
    torch::Tensor mean;   ///< z
    torch::Tensor factor; ///< z×z: principal axes as columns, the widest first, each as long as its spread

    static LatentDistribution standard(std::int64_t latent, torch::Device device);
    /// The aggregate posterior of examples, batch by batch, each B×C×H×W; there may be fewer of them than z
    /// is long.
    static LatentDistribution aggregatePosterior(torch::jit::Module& encoder,
                                                 const std::vector<torch::Tensor>& examples);

    /// `count`×z, by LibTorch's global generator.
    torch::Tensor drawn(std::int64_t count) const;
    /// Changes the first layer of a decoder, linear and called "hidden1", so that a latent of the standard
    /// distribution decodes as the same of this one did: z' = mean + factor · z.
    void foldIntoDecoder(torch::jit::Module& decoder) const;
    /// Changes the last layer of an encoder, linear and called "mean", to give latents for such a decoder.
    /// What its posterior says of variances is then no longer true.
    void foldIntoEncoder(torch::jit::Module& encoder) const;
};

} // namespace flipside
