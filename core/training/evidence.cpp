// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/evidence.h"

#include <torch/torch.h>

#include <numbers>

namespace flipside {

torch::Tensor Posterior::drawn() const
{
    return mean + torch::randn_like(mean) * (logVariance * 0.5).exp();
}

torch::Tensor Posterior::divergence() const
{
    return -0.5 * (1 + logVariance - mean.square() - logVariance.exp()).sum();
}

Posterior posteriorOf(torch::jit::Module& encoder, const torch::Tensor& pictures)
{
    const auto posterior = encoder.get_method("posterior")({pictures}).toTuple();
    return {posterior->elements()[0].toTensor().to(torch::kFloat),
            posterior->elements()[1].toTensor().to(torch::kFloat)};
}

torch::Tensor gaussianLogLikelihood(const torch::Tensor& made, const torch::Tensor& real)
{
    const torch::Tensor variance = (made - real).square().mean();
    return -0.5 * double(real.numel()) * (1.0 + (2.0 * std::numbers::pi * variance).log());
}

} // namespace flipside
