// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/networks/vae.h"
#include "core/training/model_training.h"

#include <functional>

namespace flipside {

/// What distinguishes one variational autoencoder from another. Internal to training: shows LibTorch.
struct VaeNetworks {
    const char* what;     ///< "A convolutional", of the model's description
    bool isConvolutional; ///< trains in mixed precision, with channels last
    std::function<Vae()> make;
};

/// Architecture::train of a VAE.
void trainVae(const VaeNetworks& networks, const Dataset& data, const std::filesystem::path& folder,
              const ModelTrainingOptions& options, Progress& progress, TrainingObserver& observer);

} // namespace flipside
