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

/// The modules that are being trained, their optimisers and how far they have come: everything that a run
/// needs to go on where it was killed.
struct TrainingRun {
    std::vector<torch::jit::Module> modules;
    std::vector<std::unique_ptr<torch::optim::Optimizer>> optimizers;
    std::string settings; ///< what must be the same for a run to be resumed
    int epochsDone = 0;
    int bestEpoch = 0; ///< 0 until an epoch had a finite score
    double bestScore = -std::numeric_limits<double>::infinity();

    /// Those of a module, or of all.
    std::vector<torch::Tensor> parameters(std::size_t module) const;
    std::vector<torch::Tensor> parameters() const;
    void setTraining(bool training);
    /// Lays the weights of convolutions out channels last, which oneDNN's operators are quickest with.
    void useChannelsLast();
    /// Takes note of an epoch's score on the validation data; true if it is the best so far.
    bool endEpoch(double score);

    /// Writes the run to `file`, whole or not at all.
    void saveCheckpoint(const std::filesystem::path& file) const;
    /// Throws ArgumentError if there is no such file or it is of a run with other settings, Error if it is
    /// damaged.
    void loadCheckpoint(const std::filesystem::path& file);
};

/// Writes a module as TorchScript in its evaluation mode. Equal weights give equal files.
void saveModule(torch::jit::Module module, const std::filesystem::path& file);

} // namespace flipside
