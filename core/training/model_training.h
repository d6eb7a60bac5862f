// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/data/dataset.h"
#include "core/training/architecture.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace flipside {

struct ModelTrainingOptions {
    std::string architecture = "mlp-vae";
    std::string id;   ///< the model's id; by default the dataset's name
    std::string name; ///< for people; by default the dataset's name
    // 0: the architecture's own. A union of datasets gets twice the latent.
    int latent = 0;
    int epochs = 0;
    int batch = 0;
    double learningRate = 0.0;
    /// What a VAE pays for the distance of its posterior from the prior, as a multiple of what the bound asks
    /// (β of Higgins et al., "β-VAE", 2017): more gives better samples and less true reconstructions.
    double klWeight = 0.0;
    /// The id or folder of the model whose latents it learns to make; empty for the architecture's own.
    std::string through;
    std::uint64_t seed = 1;
    bool mirror = false; ///< a VAE also learns from each picture's mirror image
    bool half = false;   ///< keep the finished model's weights with 16 bits: half the size
    bool resume = false; ///< go on from the folder's checkpoint
};

/// What a person's training of such pictures begins with, unless they choose another.
const Architecture& proposedArchitecture(int height, int width);

/// An architecture with a batch and a number of epochs that suit a dataset of this many pictures: a small one
/// is gone through more often and in smaller batches, or too few steps would be taken to learn anything.
ModelTrainingOptions suitedOptions(const Architecture& architecture, std::size_t pictures);

/// How an epoch ended.
struct TrainingEpoch {
    int number = 0;     ///< from 1
    double score = 0.0; ///< see Architecture::score
    double loss = 0.0;  ///< of the generator, a mean over the epoch: of a VAE the negative bound per picture
    bool best = false;  ///< of all so far
};

/// Hears how a training goes, on the training's thread, and may end it.
class TrainingObserver {
public:
    virtual ~TrainingObserver() = default;
    virtual void takePictures(std::size_t /*count*/, const std::vector<std::filesystem::path>& /*skipped*/) {}
    /// Checkpoint and samples of the epoch are written by then.
    virtual void takeEpoch(const TrainingEpoch& /*epoch*/) {}
    /// Asked between steps; when true the last whole epoch was the last one, and the model is finished.
    virtual bool isEnough() const { return false; }
};

/// Trains a generator and leaves a model folder with the weights of its best epoch: a VAE's with the highest
/// validation ELBO, a GAN's with the lowest Fréchet distance. After every epoch there is a checkpoint, and
/// samples.png shows how far it has come; a killed run goes on with `resume` and ends as if it had not been
/// killed. Throws ArgumentError for options or data that do not fit the architecture, Error, Cancelled.
void trainModel(const Dataset& data, const std::filesystem::path& folder, const ModelTrainingOptions& options,
                Progress& progress);
void trainModel(const Dataset& data, const std::filesystem::path& folder, const ModelTrainingOptions& options,
                Progress& progress, TrainingObserver& observer);

/// Whether a training in this folder was stopped or killed and can go on with `resume`.
bool hasCheckpoint(const std::filesystem::path& folder);
/// Removes what a training has left besides its model, and the folder if there is no model in it.
void discardTraining(const std::filesystem::path& folder);

} // namespace flipside
