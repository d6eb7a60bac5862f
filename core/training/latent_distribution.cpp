// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/latent_distribution.h"

#include "core/training/evidence.h"

#include <utility>
#include <vector>

namespace flipside {

namespace {

constexpr double leastAxisVariance = 1e-3; // or a direction that is never used could not be encoded

/// A column's sign says nothing; equal covariances are to give equal axes.
torch::Tensor withFixedSigns(const torch::Tensor& axes)
{
    const torch::Tensor largest = axes.abs().argmax(0, true);
    return axes * torch::sign(axes.gather(0, largest));
}

} // namespace

LatentDistribution LatentDistribution::standard(std::int64_t latent, torch::Device device)
{
    return {torch::zeros({latent}).to(device), torch::eye(latent).to(device)};
}

LatentDistribution LatentDistribution::aggregatePosterior(torch::jit::Module& encoder,
                                                          const std::vector<torch::Tensor>& examples)
{
    const torch::NoGradGuard noGradients;
    const bool training = encoder.is_training();
    encoder.eval();
    std::vector<torch::Tensor> means;
    std::vector<torch::Tensor> variances;
    for (const torch::Tensor& batch : examples) {
        const Posterior posterior = posteriorOf(encoder, batch);
        means.push_back(posterior.mean);
        variances.push_back(posterior.logVariance.exp());
    }
    encoder.train(training);
    const torch::Tensor encoded = torch::cat(means).to(torch::kCPU, torch::kDouble);
    const torch::Tensor mean = encoded.mean(0);
    const torch::Tensor centred = encoded - mean;
    const torch::Tensor spread = torch::cat(variances).to(torch::kCPU, torch::kDouble).mean(0);
    const torch::Tensor covariance =
        torch::mm(centred.t(), centred) / double(encoded.size(0)) + torch::diag(spread);
    const auto [ascending, axes] = torch::linalg_eigh(covariance, "L");
    const torch::Tensor lengths = ascending.clamp_min(leastAxisVariance).sqrt();
    const torch::Tensor factor = (withFixedSigns(axes) * lengths).flip(1);
    const torch::Device device = means.front().device();
    return {mean.to(device, torch::kFloat), factor.to(device, torch::kFloat)};
}

torch::Tensor LatentDistribution::drawn(std::int64_t count) const
{
    // On the processor, as its numbers are the same on every machine.
    return mean + torch::mm(torch::randn({count, mean.size(0)}).to(mean.device()), factor.t());
}

void LatentDistribution::foldIntoDecoder(torch::jit::Module& decoder) const
{
    const torch::NoGradGuard noGradients;
    torch::Tensor weight = decoder.attr("hidden1_weight").toTensor();
    torch::Tensor bias = decoder.attr("hidden1_bias").toTensor();
    bias.add_(torch::mv(weight, mean));
    weight.copy_(torch::mm(weight, factor));
}

void LatentDistribution::foldIntoEncoder(torch::jit::Module& encoder) const
{
    const torch::NoGradGuard noGradients;
    torch::Tensor weight = encoder.attr("mean_weight").toTensor();
    torch::Tensor bias = encoder.attr("mean_bias").toTensor();
    const torch::Tensor inverse =
        torch::linalg_inv(factor.to(torch::kCPU, torch::kDouble)).to(mean.device(), torch::kFloat);
    weight.copy_(torch::mm(inverse, weight));
    bias.copy_(torch::mv(inverse, bias - mean));
}

} // namespace flipside
