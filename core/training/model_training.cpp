// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/model_training.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/training/model_output.h"

#include <algorithm>
#include <system_error>

namespace flipside {

namespace {

// Of an epoch; suitedOptions counts one with fewer or more as a part of an epoch or as several.
constexpr int fewestSteps = 60;
constexpr int mostSteps = 500;
constexpr int smallestBatch = 16;

ModelTrainingOptions completed(ModelTrainingOptions options, const Dataset& data)
{
    const Architecture& architecture = findArchitecture(options.architecture);
    if (options.epochs < 0)
        throw ArgumentError("the number of epochs must be 1 or more");
    if (options.batch < 0)
        throw ArgumentError("the batch must have 1 picture or more");
    if (options.latent < 0 || options.latent > 65536)
        throw ArgumentError("the latent must have 1 to 65536 numbers");
    if (!(options.learningRate >= 0.0))
        throw ArgumentError("the learning rate must be above 0");
    if (!(options.klWeight >= 0.0))
        throw ArgumentError("the weight of the KL divergence must be above 0");
    const bool isUnion = data.name().find('+') != std::string::npos;
    if (options.latent == 0)
        options.latent = architecture.latent * (isUnion && architecture.latentGrows ? 2 : 1);
    if (options.epochs == 0)
        options.epochs = architecture.epochs;
    if (options.batch == 0)
        options.batch = architecture.batch;
    if (options.learningRate == 0.0)
        options.learningRate = architecture.learningRate;
    if (!options.through.empty() && !*architecture.through)
        throw ArgumentError("the architecture " + options.architecture +
                            " makes pictures by itself; leave out what it is to go through");
    if (options.through.empty())
        options.through = architecture.through;
    if (options.klWeight == 0.0)
        options.klWeight = architecture.klWeight;
    if (options.id.empty())
        options.id = data.name();
    return options;
}

} // namespace

const Architecture& findArchitecture(const std::string& name)
{
    std::string known;
    for (const Architecture& architecture : architectures()) {
        if (architecture.name == name)
            return architecture;
        known += (known.empty() ? "" : ", ") + std::string(architecture.name);
    }
    throw ArgumentError("unknown architecture \"" + name + "\"; use one of " + known);
}

const Architecture& proposedArchitecture(int height, int width)
{
    const Architecture* proposed = nullptr;
    for (const Architecture& one : architectures())
        if (one.problem(height, width).empty() && (!proposed || one.preference > proposed->preference))
            proposed = &one;
    return *proposed;
}

ModelTrainingOptions suitedOptions(const Architecture& architecture, std::size_t pictures)
{
    ModelTrainingOptions options;
    options.architecture = architecture.name;
    options.batch = architecture.batch;
    const auto steps = [&] { return std::max(1, int(pictures / std::size_t(options.batch))); };
    while (steps() < fewestSteps && options.batch > smallestBatch)
        options.batch /= 2;
    const int wanted = std::clamp(steps(), fewestSteps, mostSteps);
    options.epochs = (architecture.epochs * wanted + steps() - 1) / steps();
    return options;
}

void trainModel(const Dataset& data, const std::filesystem::path& folder, const ModelTrainingOptions& options,
                Progress& progress)
{
    TrainingObserver nobody;
    trainModel(data, folder, options, progress, nobody);
}

void trainModel(const Dataset& data, const std::filesystem::path& folder, const ModelTrainingOptions& given,
                Progress& progress, TrainingObserver& observer)
{
    const ModelTrainingOptions options = completed(given, data);
    const Architecture& architecture = findArchitecture(options.architecture);
    if (const std::string problem = architecture.problem(data.height(), data.width()); !problem.empty())
        throw ArgumentError("the architecture " + options.architecture + " " + problem +
                            "; choose another size");
    checkOutput(folder, options.resume);
    createFolder(folder);
    architecture.train(data, folder, options, progress, observer);
}

bool hasCheckpoint(const std::filesystem::path& folder)
{
    std::error_code error;
    return std::filesystem::is_regular_file(folder / "checkpoint.pt", error);
}

void discardTraining(const std::filesystem::path& folder)
{
    std::error_code error; // What cannot be removed stays, and does no harm.
    for (const char* name :
         {"checkpoint.pt", "samples.png", "best-decoder.pt", "best-encoder.pt", "best-critic.pt"})
        std::filesystem::remove(folder / name, error);
    std::filesystem::remove(folder, error);
}

} // namespace flipside
