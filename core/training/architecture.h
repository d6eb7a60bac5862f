// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <span>
#include <string>

namespace flipside {

class Dataset;
class Progress;
class TrainingObserver;
struct ModelTrainingOptions;

/// A kind of generator that can be trained. Each stands in a file of its own in core/training/kinds, found by
/// the build; the command line's help, the training window, defaults and limits follow from what it says.
struct Architecture {
    const char* name;  ///< "mlp-vae", on the command line and in files
    const char* label; ///< for people, in a word or three
    const char* what;  ///< in one sentence
    int place;         ///< in lists, from the quickest to the slowest
    int preference;    ///< of those that fit, the window proposes the one with the highest
    // What it is trained with unless told otherwise.
    int latent;              ///< length of z, or the number of its maps
    bool latentGrows = true; ///< twice as long for a union of datasets
    int epochs;
    int batch;
    double learningRate; ///< Adam
    double klWeight;     ///< of a VAE: see ModelTrainingOptions; 0 for others
    /// The id of the model whose latents it learns to make; empty for one that makes pictures by itself.
    const char* through = "";
    const char* score;  ///< what its epochs are judged by: "validation ELBO"
    bool lowerIsBetter; ///< of the score

    /// Why it cannot be trained on pictures of this size, in words for people; empty where it can.
    std::string (*problem)(int height, int width);
    /// trainModel with complete options, pictures that fit and a folder that exists.
    void (*train)(const Dataset& data, const std::filesystem::path& folder,
                  const ModelTrainingOptions& options, Progress& progress, TrainingObserver& observer);
};

/// All of them, in their places.
std::span<const Architecture> architectures();

/// Throws ArgumentError, naming those there are.
const Architecture& findArchitecture(const std::string& name);

} // namespace flipside
