// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to training: shows LibTorch.
#include "core/data/dataset.h"
#include "core/model/model_card.h"
#include "core/training/model_training.h"
#include "core/training/training_run.h"

#include <filesystem>
#include <string>
#include <torch/script.h>
#include <vector>

namespace flipside {

/// What was trained before is not overwritten unasked. Throws ArgumentError.
void checkOutput(const std::filesystem::path& folder, bool resume);

/// One split of the data, 8-bit n×C×H×W; the observer hears what there was.
torch::Tensor loadForTraining(const Dataset& data, Split split, Progress& progress,
                              TrainingObserver& observer);

/// Throws Error where a training was ended before its first epoch was over.
void checkEpochs(const TrainingRun& run);

/// Where the best weights so far are kept while training goes on.
std::filesystem::path bestFile(const std::filesystem::path& folder, const std::string& name);

/// What must stay the same for a run to be resumed.
std::string settingsOf(const Dataset& data, const ModelTrainingOptions& options);

/// The card of what `run` has trained so far; the provenance still lacks the score.
ModelCard trainedCard(const TrainingRun& run, const Dataset& data, const ModelTrainingOptions& options);

/// samples.png in `folder`: what a generator makes of the same 64 latents each time.
void writeSamples(torch::jit::Module generator, const ModelCard& card, const std::filesystem::path& folder);

/// Puts the best weights in place, `files` among them, with 16 bits if `half`, and writes the card, with
/// their hashes and with the layers that the decoder turns out to have.
void installModel(ModelCard card, const std::filesystem::path& folder, const std::vector<std::string>& files,
                  bool half);

/// The same, and preview.png.
void finishModel(ModelCard card, const std::filesystem::path& folder, const std::vector<std::string>& files,
                 bool half);

} // namespace flipside
