// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/spatial_training.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/compute/kept_memory.h"
#include "core/compute/threads.h"
#include "core/decoder/decoder.h"
#include "core/decoder/picture_range.h"
#include "core/decoder/preview.h"
#include "core/model/model_files.h"
#include "core/networks/spatial_autoencoder.h"
#include "core/picture/picture_file.h"
#include "core/training/latent_directions.h"
#include "core/training/learning_rate.h"
#include "core/training/model_output.h"
#include "core/training/spatial_step.h"
#include "core/training/training_set.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <iterator>
#include <optional>
#include <sstream>

namespace flipside {

namespace {

constexpr int smallestLearned = 32;
constexpr std::int64_t largestPart = 96;
constexpr std::int64_t judgedPictures = 64;
constexpr int warmUpSteps = 100;
constexpr double criticsRate = 0.5;    ///< its step size, as a share of the networks'
constexpr double criticsArrival = 0.2; ///< the share of all steps in which its pull grows
constexpr int sheetColumns = 8;
constexpr int sheetPairs = 3;

std::int64_t multipleOfShrinking(std::int64_t side)
{
    return side / spatialShrinking * spatialShrinking;
}

/// As many of the held-out pictures, from the first to the last, trimmed to what the networks take.
torch::Tensor someOf(const torch::Tensor& bytes, std::int64_t wanted)
{
    const std::int64_t count = std::min(wanted, bytes.size(0));
    const torch::Tensor chosen = torch::arange(count) * bytes.size(0) / count;
    return bytes.index_select(0, chosen.to(torch::kLong))
        .slice(2, 0, multipleOfShrinking(bytes.size(2)))
        .slice(3, 0, multipleOfShrinking(bytes.size(3)));
}

torch::Tensor repainted(TrainingRun& run, const torch::Tensor& pictures)
{
    const torch::Tensor z = run.modules[0].forward({pictures.to(run.device)}).toTensor();
    return run.modules[1].forward({z}).toTensor();
}

/// Mean over the pictures of the peak signal-to-noise ratio in dB, the largest signal being 1.
double repaintingPsnr(TrainingRun& run, const torch::Tensor& heldOut, const Progress& progress)
{
    const torch::NoGradGuard noGradients;
    double sum = 0.0;
    for (std::int64_t i = 0; i < heldOut.size(0); ++i) {
        if (progress.cancelled())
            throw Cancelled();
        const torch::Tensor real = asPixels(heldOut.slice(0, i, i + 1));
        const torch::Tensor made = repainted(run, real).cpu();
        sum -= 10.0 * std::log10(std::max(torch::mse_loss(made, real).item<double>(), 1e-10));
    }
    return sum / double(heldOut.size(0));
}

ModelCard spatialCard(const TrainingRun& run, const Dataset& data, const ModelTrainingOptions& options)
{
    ModelCard card = trainedCard(run, data, options);
    card.height = repaintedSide;
    card.width = repaintedSide;
    card.latentShape = {options.latent, repaintedSide / spatialShrinking, repaintedSide / spatialShrinking};
    card.description = "A fully convolutional autoencoder trained on " + data.name() + ".";
    std::ostringstream text;
    text << std::fixed << std::setprecision(2) << run.bestScore;
    card.provenance["validation_psnr"] = text.str();
    return card;
}

void writeRepaintings(TrainingRun& run, const torch::Tensor& heldOut, ModelCard card,
                      const std::filesystem::path& folder)
{
    const torch::NoGradGuard noGradients;
    card.height = int(heldOut.size(2));
    card.width = int(heldOut.size(3));
    std::vector<Image> sheet;
    for (std::int64_t first = 0; first < heldOut.size(0); first += sheetColumns) {
        const torch::Tensor real = asPixels(heldOut.slice(0, first, first + sheetColumns));
        for (const torch::Tensor& row : {real, repainted(run, real).cpu()}) {
            std::vector<Image> images = picturesFrom(row, card, row.size(0));
            sheet.insert(sheet.end(), std::make_move_iterator(images.begin()),
                         std::make_move_iterator(images.end()));
        }
    }
    writePng(folder / "samples.png",
             contactSheet(sheet, int(std::min<std::int64_t>(sheetColumns, heldOut.size(0)))));
}

TrainingRun newSpatialRun(const Dataset& data, const ModelTrainingOptions& options)
{
    TrainingRun run;
    torch::manual_seed(options.seed);
    const SpatialAutoencoder networks = makeSpatialAutoencoder(data.channels(), options.latent);
    run.modules = {networks.encoder, networks.decoder, makePatchCritic(data.channels())};
    run.moveToDevice();
    std::vector<torch::Tensor> makers = run.parameters(0);
    const std::vector<torch::Tensor> decoder = run.parameters(1);
    makers.insert(makers.end(), decoder.begin(), decoder.end());
    const auto learn = [&](const std::vector<torch::Tensor>& parameters, double rate, double momentum) {
        for (torch::Tensor parameter : parameters)
            parameter.set_requires_grad(true);
        run.optimizers.push_back(std::make_unique<torch::optim::Adam>(
            parameters, torch::optim::AdamOptions(rate).betas({momentum, 0.99})));
    };
    learn(makers, options.learningRate, 0.9);
    learn(run.parameters(2), options.learningRate * criticsRate, 0.5);
    run.useQuickestLayout();
    run.settings = settingsOf(data, options);
    return run;
}

void setRate(torch::optim::Optimizer& optimizer, double rate)
{
    static_cast<torch::optim::AdamOptions&>(optimizer.param_groups().front().options()).lr(rate);
}

/// Returns the mean loss; nothing if the observer has seen enough.
std::optional<double> trainSpatialEpoch(TrainingRun& run, const torch::Tensor& bytes,
                                        const ModelTrainingOptions& options, Progress& progress,
                                        const TrainingObserver& observer)
{
    // Seeding each epoch by its number makes a resumed run equal to one that was never stopped.
    const std::uint64_t seed = Random::derivedSeed(options.seed, std::uint64_t(run.epochsDone));
    torch::manual_seed(seed);
    Random random(seed);
    const torch::Tensor order = shuffledOrder(bytes.size(0), seed);
    const std::int64_t side =
        std::min(largestPart, multipleOfShrinking(std::min(bytes.size(2), bytes.size(3))));
    const std::int64_t steps = std::max(std::int64_t{1}, bytes.size(0) / options.batch);
    const std::int64_t all = steps * options.epochs;
    double loss = 0.0;
    for (std::int64_t step = 0; step < steps; ++step) {
        if (progress.cancelled())
            throw Cancelled();
        if (observer.isEnough())
            return std::nullopt;
        const std::int64_t done = steps * run.epochsDone + step;
        const double rate = cosineLearningRate(done, all, options.learningRate, warmUpSteps);
        setRate(*run.optimizers[0], rate);
        setRate(*run.optimizers[1], rate * criticsRate);
        const torch::Tensor chosen = order.slice(0, step * options.batch, (step + 1) * options.batch);
        const torch::Tensor real =
            partsOfAllSizes(bytes.index_select(0, chosen), side, random).to(run.device);
        loss += teachSpatial(run, real, std::min(1.0, double(done) / (criticsArrival * double(all))));

        std::ostringstream what;
        what << "epoch " << run.epochsDone + 1 << " of " << options.epochs;
        if (run.epochsDone > 0)
            what << ", validation PSNR " << std::fixed << std::setprecision(2) << run.bestScore << " dB";
        progress.report(double(done) / double(all), what.str());
    }
    return loss / double(steps);
}

} // namespace

std::string spatialProblem(int height, int width)
{
    return std::min(height, width) < smallestLearned ? "needs pictures of at least 32 pixels each way" : "";
}

void trainSpatial(const Dataset& data, const std::filesystem::path& folder,
                  const ModelTrainingOptions& options, Progress& progress, TrainingObserver& observer)
{
    progress.report(0.0, "reading " + data.name());
    const torch::Tensor training = loadForTraining(data, Split::Train, progress, observer);
    const torch::Tensor validation = loadForTraining(data, Split::Test, progress, observer);
    if (training.size(0) == 0 || validation.size(0) == 0)
        throw Error("the dataset " + data.name() +
                    " lacks pictures to learn from or to validate with; choose one with more pictures");

    const KeptMemory kept;
    // Sums come out the same only if they are split the same way, whatever the number of cores.
    setComputeThreads(1);
    torch::jit::setGraphExecutorOptimize(false);
    TrainingRun run = newSpatialRun(data, options);
    const auto checkpoint = folder / "checkpoint.pt";
    if (options.resume)
        run.loadCheckpoint(checkpoint);

    const torch::Tensor judged = someOf(validation, judgedPictures);
    const torch::Tensor shown = someOf(validation, std::int64_t{sheetColumns} * sheetPairs);
    while (run.epochsDone < options.epochs) {
        const std::optional<double> loss = trainSpatialEpoch(run, training, options, progress, observer);
        if (!loss)
            break;
        run.setTraining(false);
        const double score = repaintingPsnr(run, judged, progress);
        if (!std::isfinite(score))
            throw Error("training on " + data.name() + " lost its way; try a smaller learning rate");
        // Of weights that settle, the last are the best, even where a number fell.
        run.bestScore = -std::numeric_limits<double>::infinity();
        (void)run.endEpoch(score);
        saveModule(run.modules[0], bestFile(folder, model_file::encoder));
        saveModule(run.modules[1], bestFile(folder, model_file::decoder));
        writeRepaintings(run, shown, spatialCard(run, data, options), folder);
        run.setTraining(true);
        run.saveCheckpoint(checkpoint);
        observer.takeEpoch({run.epochsDone, score, *loss, true});
    }
    checkEpochs(run);
    progress.report(1.0, "writing " + folder.string());
    installModel(spatialCard(run, data, options), folder, {model_file::encoder, model_file::decoder},
                 options.half);
    findLatentSpace(ModelFolder(folder), data, {}, progress);
    Decoder decoder{ModelFolder(folder)};
    writePreview(decoder, folder / model_file::preview);
}

} // namespace flipside
