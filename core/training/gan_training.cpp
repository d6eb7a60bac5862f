// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/gan_training.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/compute/kept_memory.h"
#include "core/compute/threads.h"
#include "core/model/model_files.h"
#include "core/model/model_folder.h"
#include "core/networks/conv_generator.h"
#include "core/training/augmentation.h"
#include "core/training/gan_judge.h"
#include "core/training/gan_material.h"
#include "core/training/gan_step.h"
#include "core/training/latent_distribution.h"
#include "core/training/model_output.h"
#include "core/training/picture_code.h"
#include "core/training/training_run.h"
#include "core/training/training_set.h"

#include <torch/torch.h>

#include <algorithm>
#include <bit>
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

/// The pictures of a training and what the networks learn of them.
struct Lesson {
    torch::Tensor bytes; ///< n×C×H×W, 8-bit
    int side;            ///< of the pictures that are made
    std::optional<PictureCode> code;
    GanMaterial material;
};

Lesson makeLesson(const GanNetworks& networks, torch::Tensor bytes, const ModelTrainingOptions& options,
                  torch::Device device, Progress& progress)
{
    const int side = convSideWithin(int(bytes.size(2)));
    if (!networks.learnsCode)
        return {bytes, side, {}, GanMaterial(bytes, side)};
    PictureCode code(findModel(options.through), device);
    if (code.channels() != int(bytes.size(1)))
        throw ArgumentError("the model " + options.through + " is for pictures with " +
                            std::to_string(code.channels()) +
                            " channels, and the dataset's have another number; choose another of them");
    constexpr int smallestMap = 8;
    const int mapSide = side / code.shrinking();
    if (mapSide < smallestMap || !std::has_single_bit(unsigned(mapSide)) ||
        mapSide * code.shrinking() != side)
        throw ArgumentError("pictures of " + std::to_string(side) + " pixels become maps of " +
                            std::to_string(mapSide) + " in the model " + options.through +
                            ", and this needs maps of 8, 16 or 32; choose another size");
    GanMaterial material(bytes, side, code, device, progress);
    return {bytes, side, std::move(code), std::move(material)};
}

LatentDistribution encodingsOf(torch::jit::Module& encoder, const Lesson& lesson, torch::Device device)
{
    std::vector<torch::Tensor> examples = lesson.material.some();
    for (torch::Tensor& batch : examples)
        batch = batch.to(device);
    return LatentDistribution::aggregatePosterior(encoder, examples);
}

/// The averages as they are judged and kept: for latents of the standard distribution.
struct Finished {
    torch::jit::Module generator;
    std::optional<torch::jit::Module> encoder;
};

Finished finishedAverages(const Gan& gan, const Lesson& lesson, torch::Device device)
{
    Finished finished{gan.average.deepcopy(), {}};
    if (!gan.averageEncoder)
        return finished;
    finished.encoder = gan.averageEncoder->deepcopy();
    const LatentDistribution latents = encodingsOf(*finished.encoder, lesson, device);
    latents.foldIntoDecoder(finished.generator);
    latents.foldIntoEncoder(*finished.encoder);
    return finished;
}

std::vector<KeptNetwork> keptNetworks(const Finished& finished, const Gan& gan, const Lesson& lesson)
{
    const auto reading = [&lesson](const torch::jit::Module& reader) {
        return lesson.code ? lesson.code->encodedBefore(reader) : reader;
    };
    std::vector<KeptNetwork> kept{{model_file::decoder, lesson.code
                                                            ? lesson.code->decodedAfter(finished.generator)
                                                            : finished.generator},
                                  {model_file::critic, reading(gan.critic)}};
    if (finished.encoder)
        kept.push_back({model_file::encoder, reading(*finished.encoder)});
    return kept;
}

Gan makeGan(const GanNetworks& networks, const GanMaterial& material, int latent)
{
    const int channels = material.channels();
    const int side = material.side();
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
std::optional<double> trainEpoch(TrainingRun& run, Gan& gan, const Lesson& lesson,
                                 const ModelTrainingOptions& options, Progress& progress,
                                 const TrainingObserver& observer)
{
    // Seeding each epoch by its number makes a resumed run equal to one that was never stopped.
    const std::uint64_t seed = Random::derivedSeed(options.seed, std::uint64_t(run.epochsDone));
    torch::manual_seed(seed);
    Random random(seed);
    const std::int64_t count = lesson.material.size();
    const torch::Tensor order = shuffledOrder(count, seed);
    const std::int64_t steps = std::max(std::int64_t{1}, count / options.batch);
    const LatentDistribution latents = gan.encoder ? encodingsOf(*gan.encoder, lesson, run.device)
                                                   : LatentDistribution::standard(options.latent, run.device);
    double loss = 0.0;
    for (std::int64_t step = 0; step < steps; ++step) {
        if (progress.cancelled())
            throw Cancelled();
        if (observer.isEnough())
            return std::nullopt;
        const torch::Tensor chosen = order.slice(0, step * options.batch, (step + 1) * options.batch);
        const torch::Tensor real = lesson.material.drawn(chosen, random).to(run.device);
        const std::int64_t all = run.epochsDone * steps + step;
        loss += teach(gan, {*run.optimizers[0], *run.optimizers[1]},
                      {real, lesson.material, latents, options.klWeight, all % penaltyEvery == 0}, random);
        updateAverages(gan, all);

        std::ostringstream what;
        what << "epoch " << run.epochsDone + 1 << " of " << options.epochs;
        if (run.bestEpoch > 0)
            what << ", best Fréchet distance " << std::fixed << std::setprecision(4) << -run.bestScore;
        progress.report((run.epochsDone + double(step) / double(steps)) / options.epochs, what.str());
    }
    return loss / double(steps);
}

ModelCard cardFor(const TrainingRun& run, const Dataset& data, const Lesson& lesson,
                  const ModelTrainingOptions& options, const GanNetworks& networks)
{
    ModelCard card = trainedCard(run, data, options);
    card.height = lesson.side;
    card.width = lesson.side;
    card.description = networks.what + std::string(" trained on ") + data.name() + ", with its critic.";
    std::ostringstream text;
    text << std::fixed << std::setprecision(5) << -run.bestScore;
    card.provenance["frechet_distance"] = text.str();
    if (networks.learnsCode) {
        const ModelCard through = findModel(options.through).card();
        card.provenance["through"] = through.id;
        if (!through.terms.empty() && through.terms != card.terms)
            card.terms += (card.terms.empty() ? "" : "; ") + through.name + ": " + through.terms;
    }
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

std::string codeGanProblem(int height, int width)
{
    constexpr int smallest = 64; // or the code has less to say than the latent
    return height != width || height < smallest ? "needs square pictures of at least 64 pixels" : "";
}

void trainGan(const GanNetworks& networks, const Dataset& data, const std::filesystem::path& folder,
              const ModelTrainingOptions& options, Progress& progress, TrainingObserver& observer)
{
    // Half of a batch is rebuilt from pictures, and half invented.
    if (networks.makeEncoder && options.batch < 2)
        throw ArgumentError("the batch of an autoencoder with a critic must have 2 pictures or more");
    const KeptMemory keptMemory;
    // Sums come out the same only if they are split the same way, whatever the number of cores.
    setComputeThreads(1);
    torch::jit::setGraphExecutorOptimize(false);
    TrainingRun run;
    const Lesson lesson = makeLesson(networks, picturesToLearnFrom(networks, data, progress, observer),
                                     options, run.device, progress);
    torch::manual_seed(options.seed);
    GanJudge judge(lesson.material, run.device);
    Gan gan = makeGan(networks, lesson.material, options.latent);
    enter(run, gan, options.learningRate);
    run.settings = settingsOf(data, options);
    const auto checkpoint = folder / "checkpoint.pt";
    if (options.resume)
        run.loadCheckpoint(checkpoint);

    while (run.epochsDone < options.epochs) {
        const std::optional<double> loss = trainEpoch(run, gan, lesson, options, progress, observer);
        if (!loss)
            break;
        run.setTraining(false);
        Finished finished = finishedAverages(gan, lesson, run.device);
        const double distance = judge.distance(finished.generator, options.latent, options.seed, progress);
        const std::vector<KeptNetwork> kept = keptNetworks(finished, gan, lesson);
        const bool best = run.endEpoch(-distance);
        if (best)
            for (const KeptNetwork& one : kept)
                saveModule(one.network, bestFile(folder, one.file));
        run.setTraining(true);
        run.saveCheckpoint(checkpoint);
        writeSamples(kept.front().network, cardFor(run, data, lesson, options, networks), folder);
        observer.takeEpoch({run.epochsDone, distance, *loss, best});
    }
    checkEpochs(run);
    if (run.bestEpoch == 0)
        throw Error("training on " + data.name() + " never made a picture; try a smaller learning rate");
    progress.report(1.0, "writing " + folder.string());
    std::vector<std::string> files{model_file::decoder, model_file::critic};
    if (gan.encoder)
        files.emplace_back(model_file::encoder);
    finishModel(cardFor(run, data, lesson, options, networks), folder, files, options.half);
}

} // namespace flipside
