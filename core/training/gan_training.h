// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/model_training.h"

#include <functional>
#include <torch/script.h>

namespace flipside {

/// What distinguishes one generative adversarial network from another. Internal to training: shows LibTorch.
struct GanNetworks {
    const char* what; ///< "The generator of a convolutional GAN", of the model's description
    std::function<torch::jit::Module(int channels, int side, int latent)> makeGenerator;
    std::function<torch::jit::Module(int channels, int side)> makeCritic;
    /// Empty, or makes the encoder (vae.h) of one that also learns to take pictures; its critic then needs
    /// the method `examined` (fast_critic.h).
    std::function<torch::jit::Module(int channels, int side, int latent)> makeEncoder{};
    /// Whether it learns the code of pictures (picture_code.h) instead of their pixels.
    bool learnsCode = false;
};

/// Why a GAN cannot be trained on pictures of this size, in words for people; empty where it can.
std::string ganProblem(int height, int width);
/// The same of one that learns their code.
std::string codeGanProblem(int height, int width);

/// Architecture::train of a GAN. Pictures that are larger than the next smaller side of convSideWithin show
/// another part each time. Beside the decoder it leaves its critic, critic.pt, and its encoder if it has one.
void trainGan(const GanNetworks& networks, const Dataset& data, const std::filesystem::path& folder,
              const ModelTrainingOptions& options, Progress& progress, TrainingObserver& observer);

} // namespace flipside
