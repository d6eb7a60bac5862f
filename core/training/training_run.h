// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to training: shows LibTorch.
#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <torch/script.h>
#include <torch/torch.h>
#include <vector>

namespace flipside {

/// The first GPU where LibTorch was built with CUDA and sees one, otherwise the processor. On a GPU two runs
/// with the same seed can differ in the last bits, and so in the end.
torch::Device trainingDevice();

/// The modules that are being trained, their optimisers and how far they have come: everything that a run
/// needs to go on where it was killed.
struct TrainingRun {
    std::vector<torch::jit::Module> modules;
    std::vector<std::unique_ptr<torch::optim::Optimizer>> optimizers;
    torch::Device device = trainingDevice(); ///< of the modules and of what they are given
    std::string settings;                    ///< what must be the same for a run to be resumed
    int epochsDone = 0;
    int bestEpoch = 0; ///< 0 until an epoch had a finite score
    double bestScore = -std::numeric_limits<double>::infinity();

    /// Those of a module, or of all.
    std::vector<torch::Tensor> parameters(std::size_t module) const;
    std::vector<torch::Tensor> parameters() const;
    void setTraining(bool training);
    /// Takes the modules to `device`; before the optimisers are made.
    void moveToDevice();
    /// Lays the weights of convolutions out channels last where the processor multiplies in bfloat16
    /// (mixed_precision.h); in single precision (AVX2) the usual order takes half the time on the way back.
    void useQuickestLayout();
    /// Takes note of an epoch's score on the validation data; true if it is the best so far.
    bool endEpoch(double score);

    /// Writes the run to `file`, whole or not at all. It can go on on another device.
    void saveCheckpoint(const std::filesystem::path& file) const;
    /// Throws ArgumentError if there is no such file or it is of a run with other settings, Error if it is
    /// damaged.
    void loadCheckpoint(const std::filesystem::path& file);
    /// Takes over the weights alone from a checkpoint of a run with the same modules and other settings.
    /// Throws ArgumentError if there is no such file, Error if it is damaged or has other modules.
    void loadWeights(const std::filesystem::path& file);
};

/// Writes a module as TorchScript for the processor, in its evaluation mode. Equal weights give equal files.
void saveModule(torch::jit::Module module, const std::filesystem::path& file);

} // namespace flipside
