// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to training: shows LibTorch.
#include "core/base/progress.h"
#include "core/training/frechet_distance.h"
#include "core/training/gan_material.h"

#include <cstdint>
#include <torch/script.h>

namespace flipside {

/// Says how far what a generator makes is from what it learns from: the Fréchet distance between what a
/// critic with random weights makes of both. Such features tell distributions apart, and unlike those of the
/// critic in training they stay the same from epoch to epoch (Naeem et al., "Reliable Fidelity and Diversity
/// Metrics for Generative Models", 2020, section 3.2).
class GanJudge {
public:
    /// Its weights come from LibTorch's global generator.
    GanJudge(const GanMaterial& material, torch::Device device);

    /// Throws Cancelled.
    double distance(torch::jit::Module& generator, int latent, std::uint64_t seed, const Progress& progress);

private:
    torch::Tensor features(const torch::Tensor& examples);

    torch::jit::Module _critic;
    torch::Device _device;
    std::int64_t _samples; ///< generated ones per judgement
    std::int64_t _atOnce;
    FeatureStatistics _real;
};

} // namespace flipside
