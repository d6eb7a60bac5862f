// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/gan_training.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/compute/kept_memory.h"
#include "core/compute/threads.h"
#include "core/model/model_files.h"
#include "core/networks/conv_generator.h"
#include "core/training/augmentation.h"
#include "core/training/gan_judge.h"
#include "core/training/gan_step.h"
#include "core/training/model_output.h"
#include "core/training/training_run.h"
#include "core/training/training_set.h"

#include <torch/torch.h>

#include <algorithm>
#include <iomanip>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace flipside {

namespace {

constexpr double firstMomentum = 0.5; // Adam's β₁, after Radford et al., "Unsupervised Representation
                                      // Learning with Deep Convolutional GANs", 2016, section 4
constexpr double secondMomentum = 0.99;

/// A file of the model and the network whose weights it gets.
struct KeptNetwork {
    std::string file;
    torch::jit::Module network;
};

std::vector<KeptNetwork> keptNetworks(const Gan& gan)
{
    std::vector<KeptNetwork> kept{{model_file::decoder, gan.average}, {model_file::critic, gan.critic}};
    if (gan.averageEncoder)
        kept.push_back({model_file::encoder, *gan.averageEncoder});
    return kept;
}

Gan makeGan(const GanNetworks& networks, int channels, int side, int latent)
{
    Gan gan{networks.makeGenerator(channels, side, latent), networks.makeCritic(channels, side),
            networks.makeGenerator(channels, side, latent)};
    if (networks.makeEncoder) {
        gan.encoder = networks.makeEncoder(channels, side, latent);
        gan.averageEncoder = networks.makeEncoder(channels, side, latent);
    }
    return gan;
}

/// Puts the networks into the run, the encoder behind the others, and makes an optimiser for the generator
/// (with the encoder) and one for the critic.
void enter(TrainingRun& run, const Gan& gan, double learningRate)
{
    run.modules = {gan.generator, gan.critic, gan.average};
    if (gan.encoder)
        run.modules.insert(run.modules.end(), {*gan.encoder, *gan.averageEncoder});
    run.moveToDevice();
    std::vector<torch::Tensor> makers = run.parameters(0);
    if (gan.encoder) {
        const std::vector<torch::Tensor> encoder = run.parameters(3);
        makers.insert(makers.end(), encoder.begin(), encoder.end());
    }
    for (const std::vector<torch::Tensor>& learning : {makers, run.parameters(1)}) {
        for (torch::Tensor parameter : learning)
            parameter.set_requires_grad(true);
        run.optimizers.push_back(std::make_unique<torch::optim::Adam>(
            learning, torch::optim::AdamOptions(learningRate).betas({firstMomentum, secondMomentum})));
    }
    run.useQuickestLayout();
}

/// Returns the generator's mean loss; nothing if the observer has seen enough.
std::optional<double> trainEpoch(TrainingRun& run, Gan& gan, const torch::Tensor& bytes, int side,
                                 const ModelTrainingOptions& options, Progress& progress,
                                 const TrainingObserver& observer)
{
    // Seeding each epoch by its number makes a resumed run equal to one that was never stopped.
    const std::uint64_t seed = Random::derivedSeed(options.seed, std::uint64_t(run.epochsDone));
    torch::manual_seed(seed);
    Random random(seed);
    const std::int64_t count = bytes.size(0);
    const torch::Tensor order = shuffledOrder(count, seed);
    const std::int64_t steps = std::max(std::int64_t{1}, count / options.batch);
    double loss = 0.0;
    for (std::int64_t step = 0; step < steps; ++step) {
        if (progress.cancelled())
            throw Cancelled();
        if (observer.isEnough())
            return std::nullopt;
        const torch::Tensor chosen = order.slice(0, step * options.batch, (step + 1) * options.batch);
        const torch::Tensor real =
            randomParts(asPixels(bytes.index_select(0, chosen)), side, random).to(run.device);
        const std::int64_t all = run.epochsDone * steps + step;
        loss += teach(gan, {*run.optimizers[0], *run.optimizers[1]},
                      {real, options.latent, options.klWeight, all % penaltyEvery == 0}, random);
        updateAverages(gan, all);

        std::ostringstream what;
        what << "epoch " << run.epochsDone + 1 << " of " << options.epochs;
        if (run.bestEpoch > 0)
            what << ", best Fréchet distance " << std::fixed << std::setprecision(4) << -run.bestScore;
        progress.report((run.epochsDone + double(step) / double(steps)) / options.epochs, what.str());
    }
    return loss / double(steps);
}

ModelCard cardFor(const TrainingRun& run, const Dataset& data, int side, const ModelTrainingOptions& options,
                  const GanNetworks& networks)
{
    ModelCard card = trainedCard(run, data, options);
    card.height = side;
    card.width = side;
    card.description = networks.what + std::string(" trained on ") + data.name() + ", with its critic.";
    std::ostringstream text;
    text << std::fixed << std::setprecision(5) << -run.bestScore;
    card.provenance["frechet_distance"] = text.str();
    return card;
}

torch::Tensor picturesToLearnFrom(const GanNetworks& networks, const Dataset& data, Progress& progress,
                                  TrainingObserver& observer)
{
    progress.report(0.0, "reading " + data.name());
    torch::Tensor bytes = loadForTraining(data, Split::Train, progress, observer);
    // Without an encoder there is nothing that other pictures could be held out for.
    if (!networks.makeEncoder)
        bytes = torch::cat({bytes, loadForTraining(data, Split::Test, progress, observer)});
    if (bytes.size(0) < 2)
        throw Error("the dataset " + data.name() + " has less than two pictures; choose one with more");
    return bytes;
}

} // namespace

std::string ganProblem(int height, int width)
{
    return height != width || convSideWithin(height) == 0 ? "needs square pictures of at least 16 pixels"
                                                          : "";
}

void trainGan(const GanNetworks& networks, const Dataset& data, const std::filesystem::path& folder,
              const ModelTrainingOptions& options, Progress& progress, TrainingObserver& observer)
{
    // Half of a batch is rebuilt from pictures, and half invented.
    if (networks.makeEncoder && options.batch < 2)
        throw ArgumentError("the batch of an autoencoder with a critic must have 2 pictures or more");
    const torch::Tensor bytes = picturesToLearnFrom(networks, data, progress, observer);
    const KeptMemory kept;
    // Sums come out the same only if they are split the same way, whatever the number of cores.
    setComputeThreads(1);
    torch::jit::setGraphExecutorOptimize(false);
    torch::manual_seed(options.seed);
    const int side = convSideWithin(data.height());
    TrainingRun run;
    GanJudge judge(bytes, side, run.device);
    Gan gan = makeGan(networks, data.channels(), side, options.latent);
    enter(run, gan, options.learningRate);
    run.settings = settingsOf(data, options);
    const auto checkpoint = folder / "checkpoint.pt";
    if (options.resume)
        run.loadCheckpoint(checkpoint);

    while (run.epochsDone < options.epochs) {
        const std::optional<double> loss = trainEpoch(run, gan, bytes, side, options, progress, observer);
        if (!loss)
            break;
        run.setTraining(false);
        const double distance = judge.distance(gan.average, options.latent, options.seed, progress);
        const bool best = run.endEpoch(-distance);
        if (best)
            for (const KeptNetwork& one : keptNetworks(gan))
                saveModule(one.network, bestFile(folder, one.file));
        run.setTraining(true);
        run.saveCheckpoint(checkpoint);
        writeSamples(gan.average, cardFor(run, data, side, options, networks), folder);
        observer.takeEpoch({run.epochsDone, distance, *loss, best});
    }
    checkEpochs(run);
    if (run.bestEpoch == 0)
        throw Error("training on " + data.name() + " never made a picture; try a smaller learning rate");
    progress.report(1.0, "writing " + folder.string());
    std::vector<std::string> files;
    for (const KeptNetwork& one : keptNetworks(gan))
        files.push_back(one.file);
    finishModel(cardFor(run, data, side, options, networks), folder, files);
}

} // namespace flipside
