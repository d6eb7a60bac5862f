// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/progress.h"
#include "data/dataset.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace flipside {

/// What a VAE is trained with. Defaults are the papers' (METHOD, Networks), as far as they say.
struct VaeTrainingOptions {
    std::string id;   ///< the model's id; by default the dataset's name
    std::string name; ///< for people; by default the dataset's name
    int latent = 0;   ///< length of z; 0 chooses 50, or 100 for a union
    int epochs = 30;
    int batch = 128;
    double learningRate = 1e-3; ///< Adam
    std::uint64_t seed = 1;
    bool resume = false; ///< go on from the folder's checkpoint
};

/// Trains the fully connected VAE of the papers (784-1000-500-250-z and the reverse, Bernoulli likelihood)
/// and leaves a model folder: the weights of the epoch with the best validation ELBO. A checkpoint after
/// every epoch; a killed run goes on with `resume` and ends as if it had not been killed.
void trainVae(const Dataset& data, const std::filesystem::path& folder, const VaeTrainingOptions& options,
              Progress& progress);

} // namespace flipside
