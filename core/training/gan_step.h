// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to training: shows LibTorch.
#include "core/base/random.h"
#include "core/training/gan_material.h"
#include "core/training/latent_distribution.h"

#include <optional>
#include <torch/script.h>
#include <torch/torch.h>

namespace flipside {

/// The networks of a GAN that is being trained.
struct Gan {
    torch::jit::Module generator;
    torch::jit::Module critic;
    torch::jit::Module average; ///< the mean of the generator over the last thousand steps
    /// Of one that also learns to take pictures (Larsen et al., "Autoencoding beyond pixels using a learned
    /// similarity metric", 2016), and its mean.
    std::optional<torch::jit::Module> encoder{};
    std::optional<torch::jit::Module> averageEncoder{};
};

/// Adam's of the generator, and of the encoder where there is one, and of the critic.
struct GanOptimizers {
    torch::optim::Optimizer& generator;
    torch::optim::Optimizer& critic;
};

struct GanStep {
    torch::Tensor real; ///< B×C×side×side of the material
    const GanMaterial& material;
    const LatentDistribution& latents; ///< that it invents from
    double klWeight;                   ///< of an encoder: see ModelTrainingOptions
    bool withPenalty;
};

/// Teaches critic, generator and encoder once, with one batch. Returns the generator's loss.
double teach(Gan& gan, const GanOptimizers& optimizers, const GanStep& step, Random& random);

/// Moves the averages a little towards the current weights; at first (`step` counts from 0), when there is
/// little to average, more.
void updateAverages(Gan& gan, std::int64_t step);

/// Every how many steps a step is to be one with penalty (Karras et al., "Analyzing and Improving the Image
/// Quality of StyleGAN", CVPR 2020, section 3.1).
constexpr std::int64_t penaltyEvery = 16;

} // namespace flipside
