// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/gan_training.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/compute/kept_memory.h"
#include "core/compute/threads.h"
#include "core/model/model_files.h"
#include "core/networks/conv_critic.h"
#include "core/networks/conv_generator.h"
#include "core/training/augmentation.h"
#include "core/training/frechet_distance.h"
#include "core/training/mixed_precision.h"
#include "core/training/model_output.h"
#include "core/training/training_run.h"
#include "core/training/training_set.h"

#include <torch/torch.h>

#include <algorithm>
#include <iomanip>
#include <optional>
#include <sstream>
#include <vector>

namespace flipside {

namespace {

constexpr double firstMomentum = 0.5; // Adam's β₁, after Radford et al., "Unsupervised Representation
                                      // Learning with Deep Convolutional GANs", 2016, section 4
constexpr double secondMomentum = 0.99;
constexpr double penaltyWeight = 1.0;
constexpr int penaltyEvery = 16;         // steps, as Karras et al., CVPR 2020, section 3.1
constexpr double averagePerStep = 0.999; // of the weights that are kept
// An epoch is judged by as many samples as it has learned from, so that judging does not take longer.
constexpr std::int64_t fewestJudged = 200;
constexpr std::int64_t mostJudged = 2000;
constexpr std::int64_t judgedAtOnce = 200;

/// The networks of a run, in the order in which it holds them.
struct Gan {
    torch::jit::Module generator;
    torch::jit::Module critic;
    torch::jit::Module average; ///< the mean of the generator over the last thousand steps
};

torch::Tensor outputOf(torch::jit::Module& module, const torch::Tensor& input)
{
    return module.forward({input}).toTensor().to(torch::kFloat);
}

/// Moves the averaged generator a little towards the current one; at first, when there is little to average,
/// more.
void updateAverage(Gan& gan, std::int64_t step)
{
    const torch::NoGradGuard noGradients;
    const double keep = std::min(averagePerStep, double(step + 1) / double(step + 10));
    const auto blend = [keep](const auto& target, const auto& source) {
        auto from = source.begin();
        for (torch::Tensor tensor : target) {
            tensor.lerp_(*from, 1.0 - keep);
            ++from;
        }
    };
    blend(gan.average.parameters(), gan.generator.parameters());
    blend(gan.average.buffers(), gan.generator.buffers());
}

/// Logistic loss without saturation, and the gradient penalty R1 on real pictures (Mescheder et al., "Which
/// Training Methods for GANs do actually Converge?", 2018, equations 1 and 9).
void teachCritic(Gan& gan, torch::optim::Optimizer& optimizer, const torch::Tensor& real,
                 const torch::Tensor& z, bool withPenalty, Random& random)
{
    const MixedPrecision mixed;
    torch::Tensor made;
    {
        const torch::NoGradGuard noGradients;
        made = outputOf(gan.generator, z);
    }
    optimizer.zero_grad();
    torch::Tensor loss = torch::softplus(outputOf(gan.critic, augmented(made, random))).mean() +
                         torch::softplus(-outputOf(gan.critic, augmented(real, random))).mean();
    if (withPenalty) {
        const torch::Tensor seen = augmented(real, random).detach().requires_grad_(true);
        const torch::Tensor slope =
            torch::autograd::grad({outputOf(gan.critic, seen).sum()}, {seen}, {}, true, true).front();
        loss = loss + slope.square().sum({1, 2, 3}).mean() * (penaltyWeight / 2 * penaltyEvery);
    }
    loss.backward();
    optimizer.step();
}

/// Returns the loss.
double teachGenerator(Gan& gan, torch::optim::Optimizer& optimizer, const torch::Tensor& z, Random& random)
{
    const MixedPrecision mixed;
    optimizer.zero_grad();
    const torch::Tensor loss =
        torch::softplus(-outputOf(gan.critic, augmented(outputOf(gan.generator, z), random))).mean();
    loss.backward();
    optimizer.step();
    return loss.item<double>();
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
        const auto latents = [&] { return torch::randn({real.size(0), options.latent}).to(run.device); };
        const std::int64_t all = run.epochsDone * steps + step;
        teachCritic(gan, *run.optimizers[1], real, latents(), all % penaltyEvery == 0, random);
        loss += teachGenerator(gan, *run.optimizers[0], latents(), random);
        updateAverage(gan, all);

        std::ostringstream what;
        what << "epoch " << run.epochsDone + 1 << " of " << options.epochs;
        if (run.bestEpoch > 0)
            what << ", best Fréchet distance " << std::fixed << std::setprecision(4) << -run.bestScore;
        progress.report((run.epochsDone + double(step) / double(steps)) / options.epochs, what.str());
    }
    return loss / double(steps);
}

/// What a critic with random weights makes of pictures. Such features tell distributions apart, and unlike
/// those of the critic in training they stay the same from epoch to epoch (Naeem et al., "Reliable Fidelity
/// and Diversity Metrics for Generative Models", 2020, section 3.2).
class Judge {
public:
    Judge(const torch::Tensor& bytes, int side, torch::Device device)
        : _critic(makeConvCritic(int(bytes.size(1)), side)), _device(device),
          _samples(std::clamp(bytes.size(0), fewestJudged, mostJudged))
    {
        _critic.to(device);
        Random random(1);
        const std::int64_t count = std::min(bytes.size(0), mostJudged);
        std::vector<torch::Tensor> parts;
        for (std::int64_t first = 0; first < count; first += judgedAtOnce)
            parts.push_back(features(randomParts(
                asPixels(bytes.slice(0, first, std::min(count, first + judgedAtOnce))), side, random)));
        _real = featureStatistics(torch::cat(parts));
    }

    double distance(torch::jit::Module& generator, int latent, std::uint64_t seed, const Progress& progress)
    {
        const torch::NoGradGuard noGradients;
        torch::manual_seed(seed); // every epoch is judged by the same draws of z
        std::vector<torch::Tensor> parts;
        for (std::int64_t first = 0; first < _samples; first += judgedAtOnce) {
            if (progress.cancelled())
                throw Cancelled();
            const std::int64_t count = std::min(_samples - first, judgedAtOnce);
            parts.push_back(features(outputOf(generator, torch::randn({count, latent}).to(_device))));
        }
        return frechetDistance(_real, featureStatistics(torch::cat(parts)));
    }

private:
    torch::Tensor features(const torch::Tensor& pictures)
    {
        const torch::NoGradGuard noGradients;
        return _critic.get_method("features")({pictures.to(_device)}).toTensor().cpu();
    }

    torch::jit::Module _critic;
    torch::Device _device;
    std::int64_t _samples; ///< generated ones per judgement
    FeatureStatistics _real;
};

ModelCard cardFor(const TrainingRun& run, const Dataset& data, int side, const ModelTrainingOptions& options)
{
    ModelCard card = trainedCard(run, data, options);
    card.height = side;
    card.width = side;
    card.description =
        "The generator of a convolutional GAN trained on " + data.name() + ", with its critic.";
    std::ostringstream text;
    text << std::fixed << std::setprecision(5) << -run.bestScore;
    card.provenance["frechet_distance"] = text.str();
    return card;
}

} // namespace

void trainGan(const Dataset& data, const std::filesystem::path& folder, const ModelTrainingOptions& options,
              Progress& progress, TrainingObserver& observer)
{
    progress.report(0.0, "reading " + data.name());
    // A GAN has no validation score, so it may learn from all pictures.
    const torch::Tensor bytes = torch::cat({loadForTraining(data, Split::Train, progress, observer),
                                            loadForTraining(data, Split::Test, progress, observer)});
    if (bytes.size(0) < 2)
        throw Error("the dataset " + data.name() + " has less than two pictures; choose one with more");

    const KeptMemory kept;
    // Sums come out the same only if they are split the same way, whatever the number of cores.
    setComputeThreads(1);
    torch::jit::setGraphExecutorOptimize(false);
    torch::manual_seed(options.seed);
    const int side = convSideWithin(data.height());
    TrainingRun run;
    Judge judge(bytes, side, run.device);
    Gan gan{makeConvGenerator(data.channels(), side, options.latent), makeConvCritic(data.channels(), side),
            makeConvGenerator(data.channels(), side, options.latent)};
    run.modules = {gan.generator, gan.critic, gan.average};
    run.moveToDevice();
    for (const std::size_t module : {0, 1}) {
        for (torch::Tensor parameter : run.parameters(module))
            parameter.set_requires_grad(true);
        run.optimizers.push_back(std::make_unique<torch::optim::Adam>(
            run.parameters(module),
            torch::optim::AdamOptions(options.learningRate).betas({firstMomentum, secondMomentum})));
    }
    run.useChannelsLast();
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
        if (best) {
            saveModule(gan.average, bestFile(folder, model_file::decoder));
            saveModule(gan.critic, bestFile(folder, model_file::critic));
        }
        run.setTraining(true);
        run.saveCheckpoint(checkpoint);
        writeSamples(gan.average, cardFor(run, data, side, options), folder);
        observer.takeEpoch({run.epochsDone, distance, *loss, best});
    }
    checkEpochs(run);
    if (run.bestEpoch == 0)
        throw Error("training on " + data.name() + " never made a picture; try a smaller learning rate");
    progress.report(1.0, "writing " + folder.string());
    finishModel(cardFor(run, data, side, options), folder, {model_file::decoder, model_file::critic});
}

} // namespace flipside
