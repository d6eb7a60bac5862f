// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/classifier_training.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/random.h"
#include "core/compute/threads.h"
#include "core/model/model_files.h"
#include "core/model/model_folder.h"
#include "core/networks/conv_classifier.h"
#include "core/sandbox/first_opening.h"
#include "core/training/learning_rate.h"
#include "core/training/training_run.h"
#include "core/training/training_set.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <sstream>

namespace flipside {

namespace {

constexpr int accuracyBatch = 1000;
constexpr std::int64_t largestShift = 2;
constexpr int warmUpSteps = 400;
constexpr int smallestSide = 8;
constexpr double weightDecay = 1e-2;

/// The pictures of a batch, each moved by up to two pixels and perhaps mirrored where the options say so.
torch::Tensor varied(const torch::Tensor& pictures, const ClassifierTrainingOptions& options, Random& random)
{
    if (!options.regularise && !options.mirror)
        return pictures;
    const std::int64_t height = pictures.size(2);
    const std::int64_t width = pictures.size(3);
    const std::int64_t margin = options.regularise ? largestShift : 0;
    const torch::Tensor padded = torch::constant_pad_nd(pictures, {margin, margin, margin, margin});
    torch::Tensor seen = torch::empty_like(pictures);
    const auto draw = [&] { return std::int64_t(random.below(std::uint64_t(2 * margin + 1))); };
    for (std::int64_t i = 0; i < pictures.size(0); ++i) {
        const std::int64_t top = draw();
        const std::int64_t left = draw();
        const torch::Tensor moved = padded[i].slice(1, top, top + height).slice(2, left, left + width);
        seen[i].copy_(options.mirror && random.below(2) == 1 ? moved.flip(2) : moved);
    }
    return seen;
}

double accuracy(TrainingRun& run, const TrainingSet& set)
{
    const torch::NoGradGuard noGradients;
    std::int64_t right = 0;
    for (std::int64_t first = 0; first < set.bytes.size(0); first += accuracyBatch) {
        const torch::Tensor pictures =
            asPixels(set.bytes.slice(0, first, first + accuracyBatch).to(run.device));
        const torch::Tensor guesses =
            run.modules.front().forward({pictures}).toTensor().argmax(1).to(torch::kCPU);
        right += guesses.eq(set.labels.slice(0, first, first + accuracyBatch)).sum().item<std::int64_t>();
    }
    return double(right) / double(set.bytes.size(0));
}

void trainEpoch(TrainingRun& run, const TrainingSet& set, const ClassifierTrainingOptions& options,
                Progress& progress)
{
    // Seeding each epoch by its number makes a resumed run equal to one that was never stopped.
    const std::uint64_t seed = Random::derivedSeed(options.seed, std::uint64_t(run.epochsDone));
    torch::manual_seed(seed);
    Random random(seed);
    const std::int64_t count = set.bytes.size(0);
    const torch::Tensor order = shuffledOrder(count, seed);
    const std::int64_t stepsPerEpoch = (count + options.batch - 1) / options.batch;
    for (std::int64_t step = 0; step < stepsPerEpoch; ++step) {
        if (progress.cancelled())
            throw Cancelled();
        const double rate =
            cosineLearningRate(run.epochsDone * stepsPerEpoch + step, options.epochs * stepsPerEpoch,
                               options.learningRate, warmUpSteps);
        static_cast<torch::optim::AdamWOptions&>(run.optimizers.front()->param_groups().front().options())
            .lr(rate);
        const torch::Tensor chosen = order.slice(0, step * options.batch, (step + 1) * options.batch);
        const torch::Tensor pictures =
            varied(asPixels(set.bytes.index_select(0, chosen)), options, random).to(run.device);
        const torch::Tensor loss =
            torch::nn::functional::cross_entropy(run.modules.front().forward({pictures}).toTensor(),
                                                 set.labels.index_select(0, chosen).to(run.device));
        run.optimizers.front()->zero_grad();
        loss.backward();
        run.optimizers.front()->step();

        std::ostringstream what;
        what << "epoch " << run.epochsDone + 1 << " of " << options.epochs;
        if (run.bestEpoch > 0)
            what << ", best test accuracy " << std::fixed << std::setprecision(2) << 100.0 * run.bestScore
                 << " %";
        progress.report((run.epochsDone + double(step) / double(stepsPerEpoch)) / options.epochs, what.str());
    }
}

void checkOptions(const Dataset& data, const ModelCard& card, const ClassifierTrainingOptions& options)
{
    if (options.epochs < 1)
        throw ArgumentError("the number of epochs must be 1 or more");
    if (options.batch < 1)
        throw ArgumentError("the batch must have 1 picture or more");
    if (!(options.learningRate > 0.0))
        throw ArgumentError("the learning rate must be above 0");
    if (data.classes() < 2)
        throw ArgumentError("the dataset " + data.name() +
                            " has no classes to tell apart; choose one with labels");
    if (data.size(Split::Train) == 0 || data.size(Split::Test) == 0)
        throw ArgumentError("the dataset " + data.name() +
                            " needs training and test pictures; fetch it again or choose another");
    if (data.channels() != card.channels || data.height() != card.height || data.width() != card.width)
        throw ArgumentError("the pictures of " + data.name() + " do not have the size of the model " +
                            card.id + "'s; choose the dataset that the model was trained on");
    if (data.name() != card.dataset)
        throw ArgumentError("the model " + card.id + " was trained on " + card.dataset + ", not on " +
                            data.name() + "; choose the dataset that the model was trained on");
    if (std::min(data.height(), data.width()) < smallestSide)
        throw ArgumentError("a classifier needs pictures of at least 8×8 pixels; choose another model");
}

void putIntoCard(const TrainingRun& run, double reached, const Dataset& data,
                 const std::filesystem::path& folder, const ClassifierTrainingOptions& options)
{
    ModelCard card = readCard(folder / model_file::card);
    std::ostringstream accuracyText;
    accuracyText << std::fixed << std::setprecision(4) << reached;
    card.provenance["classifier_accuracy"] = accuracyText.str();
    card.provenance["classifier_data"] = data.name();
    card.provenance["classifier_epochs"] = std::to_string(run.epochsDone);
    card.provenance["classifier_regularised"] = options.regularise ? "yes" : "no";
    card.provenance["classifier_seed"] = std::to_string(options.seed);
    card.hashes[model_file::classifier] = sha256OfFile(folder / model_file::classifier);
    rememberCameThrough(card.hashes[model_file::classifier]);
    writeCard(folder / model_file::card, card);
}

} // namespace

void trainClassifier(const Dataset& data, const std::filesystem::path& folder,
                     const ClassifierTrainingOptions& options, Progress& progress)
{
    checkOptions(data, ModelFolder(folder).card(), options);
    progress.report(0.0, "reading " + data.name());
    const TrainingSet training = loadTrainingSet(data, Split::Train, progress);
    const TrainingSet test = loadTrainingSet(data, Split::Test, progress);

    // Sums come out the same only if they are split the same way, whatever the number of cores.
    setComputeThreads(1);
    torch::jit::setGraphExecutorOptimize(false);
    TrainingRun run;
    torch::manual_seed(options.seed);
    run.modules = {makeConvClassifier(data.channels(), data.height(), data.width(), data.classes(),
                                      {options.regularise, options.mirror})};
    run.moveToDevice();
    for (torch::Tensor parameter : run.parameters())
        parameter.set_requires_grad(true);
    run.optimizers.push_back(std::make_unique<torch::optim::AdamW>(
        run.parameters(), torch::optim::AdamWOptions(options.learningRate)
                              .weight_decay(options.regularise ? weightDecay : 0.0)));
    std::ostringstream settings;
    settings << "classifier, data " << data.name() << ", epochs " << options.epochs << ", batch "
             << options.batch << ", learning rate " << options.learningRate << ", seed " << options.seed
             << (options.regularise ? ", regularised" : "") << (options.mirror ? ", mirrored" : "");
    run.settings = settings.str();
    const auto checkpoint = folder / "classifier-checkpoint.pt";
    if (options.resume)
        run.loadCheckpoint(checkpoint);

    while (run.epochsDone < options.epochs) {
        trainEpoch(run, training, options, progress);
        run.setTraining(false);
        run.endEpoch(accuracy(run, test));
        run.setTraining(true);
        run.saveCheckpoint(checkpoint);
    }
    // The step size has fallen to nothing, so the last weights are the ones to keep.
    run.setTraining(false);
    const double reached = accuracy(run, test);
    saveModule(run.modules.front(), folder / model_file::classifier);
    putIntoCard(run, reached, data, folder, options);
}

} // namespace flipside
