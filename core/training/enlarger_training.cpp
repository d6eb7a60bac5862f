// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/enlarger_training.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/random.h"
#include "core/compute/kept_memory.h"
#include "core/compute/threads.h"
#include "core/networks/enlarger_network.h"
#include "core/training/augmentation.h"
#include "core/training/degradation.h"
#include "core/training/enlarger_judge.h"
#include "core/training/enlarger_loss.h"
#include "core/training/learning_rate.h"
#include "core/training/training_run.h"
#include "core/training/training_set.h"

#include <torch/torch.h>

#include <iomanip>
#include <sstream>

namespace flipside {

namespace {

constexpr int partsOfAStep = 16;
constexpr double largestRate = 1e-3;
constexpr int risingSteps = 100;

void checkData(const std::vector<std::unique_ptr<Dataset>>& data)
{
    if (data.empty())
        throw ArgumentError("an enlarger needs pictures to learn from; name a dataset");
    for (const auto& one : data)
        if (one->channels() != 3 || one->height() < enlargerPartSide || one->width() < enlargerPartSide ||
            one->height() % enlargerTimes != 0 || one->width() % enlargerTimes != 0)
            throw ArgumentError("an enlarger cannot learn from " + one->name() +
                                ": it needs pictures in colour, of at least " +
                                std::to_string(enlargerPartSide) +
                                " pixels each way and a multiple of 4; choose another size or dataset");
}

void checkOptions(const EnlargerTrainingOptions& options, const std::filesystem::path& checkpoint)
{
    if (options.epochs < 1 || options.steps < 1)
        throw ArgumentError("an enlarger's training must have 1 epoch and 1 step or more");
    if (!options.resume && std::filesystem::exists(checkpoint))
        throw ArgumentError("the folder " + checkpoint.parent_path().string() + " already has a " +
                            checkpoint.filename().string() +
                            "; choose another folder, or go on with the training that is there");
}

std::vector<torch::Tensor> load(const std::vector<std::unique_ptr<Dataset>>& data, Split split,
                                Progress& progress)
{
    std::vector<torch::Tensor> sets;
    for (const auto& one : data) {
        sets.push_back(loadTrainingSet(*one, split, progress).bytes);
        if (sets.back().size(0) == 0)
            throw Error("the dataset " + one->name() +
                        " lacks pictures to learn from or to judge by; choose one with more pictures");
    }
    return sets;
}

std::string settingsOf(const std::vector<std::unique_ptr<Dataset>>& data,
                       const EnlargerTrainingOptions& options)
{
    std::ostringstream settings;
    settings << Enlarger::fileName(options.style);
    for (const auto& one : data)
        settings << ", data " << one->name() << " of " << one->height() << "x" << one->width();
    settings << ", epochs " << options.epochs << ", steps " << options.steps << ", seed " << options.seed;
    if (!options.from.empty())
        settings << ", from " << options.from.filename().string();
    return settings.str();
}

/// Parts of pictures, of every set as many in the long run.
torch::Tensor drawnParts(const std::vector<torch::Tensor>& sets, Random& random)
{
    std::vector<torch::Tensor> parts;
    for (int i = 0; i < partsOfAStep; ++i) {
        const torch::Tensor& set = sets[random.below(sets.size())];
        const auto chosen = std::int64_t(random.below(std::uint64_t(set.size(0))));
        parts.push_back(randomParts(set.slice(0, chosen, chosen + 1), enlargerPartSide, random));
    }
    return asPixels(torch::cat(parts));
}

/// Returns the mean loss.
double trainEpoch(TrainingRun& run, const std::vector<torch::Tensor>& sets,
                  const EnlargerTrainingOptions& options, Progress& progress, const std::string& soFar)
{
    // Seeding each epoch by its number makes a resumed run equal to one that was never stopped.
    const std::uint64_t seed = Random::derivedSeed(options.seed, std::uint64_t(run.epochsDone));
    torch::manual_seed(seed);
    Random random(seed);
    const auto lossOf = options.style == Enlarger::Style::Sharp ? sharpLoss : painterlyLoss;
    const std::int64_t all = std::int64_t{options.epochs} * options.steps;
    double sum = 0.0;
    for (std::int64_t step = 0; step < options.steps; ++step) {
        if (progress.cancelled())
            throw Cancelled();
        const std::int64_t done = std::int64_t{run.epochsDone} * options.steps + step;
        progress.report(double(done) / double(all), "epoch " + std::to_string(run.epochsDone + 1) + " of " +
                                                        std::to_string(options.epochs) + soFar);
        torch::optim::Optimizer& optimizer = *run.optimizers.front();
        static_cast<torch::optim::AdamOptions&>(optimizer.param_groups().front().options())
            .lr(cosineLearningRate(done, all, largestRate, risingSteps));
        const torch::Tensor real = drawnParts(sets, random);
        const torch::Tensor small = degraded(real, random).to(run.device);
        const torch::Tensor loss =
            lossOf(run.modules.front().forward({small}).toTensor(), real.to(run.device));
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
        sum += loss.item<double>();
    }
    return sum / options.steps;
}

TrainingRun newRun(const std::vector<std::unique_ptr<Dataset>>& data, const EnlargerTrainingOptions& options)
{
    TrainingRun run;
    torch::manual_seed(options.seed);
    run.modules = {makeEnlargerNetwork()};
    run.moveToDevice();
    for (const torch::Tensor& parameter : run.parameters())
        parameter.set_requires_grad(true);
    run.optimizers.push_back(
        std::make_unique<torch::optim::Adam>(run.parameters(), torch::optim::AdamOptions(largestRate)));
    run.settings = settingsOf(data, options);
    return run;
}

void saveInHalfPrecision(const torch::jit::Module& network, const std::filesystem::path& file)
{
    torch::jit::Module half = network.deepcopy();
    half.to(torch::kHalf);
    saveModule(half, file);
}

std::string gain(const EnlargerScore& score)
{
    std::ostringstream text;
    text << ", " << std::fixed << std::setprecision(2) << score.network << " dB, bicubic " << score.bicubic;
    return text.str();
}

} // namespace

EnlargerTrainingResult trainEnlarger(const std::vector<std::unique_ptr<Dataset>>& data,
                                     const std::filesystem::path& folder,
                                     const EnlargerTrainingOptions& options, Progress& progress)
{
    EnlargerTrainingResult result;
    result.file = folder / Enlarger::fileName(options.style);
    const std::filesystem::path checkpoint = folder / (result.file.stem().string() + "-checkpoint.pt");
    checkData(data);
    checkOptions(options, checkpoint);
    createFolder(folder);
    const std::vector<torch::Tensor> training = load(data, Split::Train, progress);
    const std::vector<torch::Tensor> heldOut = load(data, Split::Test, progress);

    const KeptMemory kept;
    // Sums come out the same only if they are split the same way, whatever the number of cores.
    setComputeThreads(1);
    torch::jit::setGraphExecutorOptimize(false);
    TrainingRun run = newRun(data, options);
    if (options.resume)
        run.loadCheckpoint(checkpoint);
    else if (!options.from.empty())
        run.loadWeights(options.from);

    EnlargerScore score = enlargerScore(run.modules.front(), heldOut, progress);
    while (run.epochsDone < options.epochs) {
        result.losses.push_back(trainEpoch(run, training, options, progress, gain(score)));
        score = enlargerScore(run.modules.front(), heldOut, progress);
        (void)run.endEpoch(score.network);
        run.saveCheckpoint(checkpoint);
        // After every epoch, so that it can be looked at meanwhile.
        saveInHalfPrecision(run.modules.front(), result.file);
    }
    result.psnr = score.network;
    result.bicubicPsnr = score.bicubic;
    return result;
}

} // namespace flipside
