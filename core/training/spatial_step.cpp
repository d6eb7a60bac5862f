// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/spatial_step.h"

#include "core/training/augmentation.h"
#include "core/training/enlarger_loss.h"
#include "core/training/mixed_precision.h"
#include "core/training/training_set.h"

#include <torch/torch.h>

#include <algorithm>
#include <vector>

namespace flipside {

namespace {

/// Added to latents of spread 1, so that latents near those of pictures give pictures too.
constexpr double latentNoise = 0.05;
// Beside what pulls at a pixel and at an edge: lengths of gradients at the picture, as in gan_step.cpp.
constexpr double likenessPull = 0.7;
constexpr double realnessPull = 0.4;
constexpr double leastLength = 1e-12;

/// What a patch critic says of pictures.
struct Judged {
    torch::Tensor score;
    torch::Tensor early;
    torch::Tensor late;
};

Judged judged(torch::jit::Module& critic, const torch::Tensor& pictures)
{
    const auto all = critic.get_method("judged")({pictures}).toTuple();
    const auto at = [&](std::size_t i) { return all->elements()[i].toTensor().to(torch::kFloat); };
    return {at(0), at(1), at(2)};
}

void setLearning(torch::jit::Module& module, bool learns)
{
    for (torch::Tensor parameter : module.parameters())
        parameter.set_requires_grad(learns);
}

torch::Tensor rebuilt(TrainingRun& run, const torch::Tensor& real)
{
    const MixedPrecision mixed;
    const torch::Tensor z = run.modules[0].forward({real}).toTensor().to(torch::kFloat);
    return run.modules[1].forward({z + torch::randn_like(z) * latentNoise}).toTensor().to(torch::kFloat);
}

void teachPatchCritic(TrainingRun& run, const torch::Tensor& made, const torch::Tensor& real)
{
    const MixedPrecision mixed;
    run.optimizers[1]->zero_grad();
    const torch::Tensor loss = torch::relu(1.0 - judged(run.modules[2], real).score).mean() +
                               torch::relu(1.0 + judged(run.modules[2], made).score).mean();
    loss.backward();
    run.optimizers[1]->step();
}

/// How unlike maps are, as a share of what they should be.
torch::Tensor unlikeness(const torch::Tensor& made, const torch::Tensor& wanted)
{
    return (made - wanted).abs().mean() / wanted.abs().mean().clamp_min(leastLength);
}

torch::Tensor slopeOf(const torch::Tensor& loss, const torch::Tensor& pictures)
{
    return torch::autograd::grad({loss}, {pictures}, {}, /*retain_graph=*/true).front();
}

/// What the critic adds to a gradient of such a length.
torch::Tensor criticsSlope(torch::jit::Module& critic, const torch::Tensor& seen, const torch::Tensor& real,
                           const torch::Tensor& length)
{
    const MixedPrecision mixed;
    Judged wanted;
    {
        const torch::NoGradGuard noGradients;
        wanted = judged(critic, real);
    }
    const Judged made = judged(critic, seen);
    const torch::Tensor likeness =
        slopeOf(unlikeness(made.early, wanted.early) + unlikeness(made.late, wanted.late), seen);
    const torch::Tensor realness = slopeOf(-made.score.mean(), seen);
    return likeness * (likenessPull * length / likeness.norm().clamp_min(leastLength)) +
           realness * (realnessPull * length / realness.norm().clamp_min(leastLength));
}

/// A square of `side` pixels out of a picture C×H×W in [0,1], itself made of one of `taken` pixels.
torch::Tensor scaledPart(const torch::Tensor& picture, std::int64_t taken, std::int64_t side, Random& random)
{
    const torch::Tensor part = randomParts(picture.unsqueeze(0), taken, random);
    if (taken > side)
        return torch::adaptive_avg_pool2d(part, {side, side});
    if (taken < side)
        return torch::upsample_bicubic2d(part, {side, side}, /*align_corners=*/false).clamp(0.0, 1.0);
    return part;
}

} // namespace

torch::Tensor partsOfAllSizes(const torch::Tensor& bytes, std::int64_t side, Random& random)
{
    std::vector<torch::Tensor> parts;
    parts.reserve(std::size_t(bytes.size(0)));
    const std::int64_t most = std::min(bytes.size(2), bytes.size(3));
    const std::int64_t least = side / 2;
    for (std::int64_t i = 0; i < bytes.size(0); ++i) {
        const std::int64_t taken =
            random.below(2) == 0 ? side : least + std::int64_t(random.below(std::uint64_t(most - least + 1)));
        parts.push_back(scaledPart(asPixels(bytes[i]), taken, side, random));
    }
    return torch::cat(parts);
}

double teachSpatial(TrainingRun& run, const torch::Tensor& real, double share)
{
    const torch::Tensor made = rebuilt(run, real);
    teachPatchCritic(run, made.detach(), real);

    run.optimizers[0]->zero_grad();
    setLearning(run.modules[2], false);
    const torch::Tensor seen = made.detach().requires_grad_(true);
    const torch::Tensor loss = sharpLoss(seen, real);
    torch::Tensor slope = slopeOf(loss, seen);
    if (share > 0.0)
        slope = slope + share * criticsSlope(run.modules[2], seen, real, slope.norm());
    setLearning(run.modules[2], true);
    made.backward(slope);
    run.optimizers[0]->step();
    return loss.item<double>();
}

} // namespace flipside
