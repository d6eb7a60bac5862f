// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/vae_training.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/compute/kept_memory.h"
#include "core/compute/threads.h"
#include "core/model/model_files.h"
#include "core/training/augmentation.h"
#include "core/training/evidence.h"
#include "core/training/mixed_precision.h"
#include "core/training/model_output.h"
#include "core/training/training_run.h"
#include "core/training/training_set.h"

#include <torch/torch.h>

#include <algorithm>
#include <iomanip>
#include <optional>
#include <sstream>

namespace flipside {

namespace {

constexpr std::int64_t validationPixels = 784000; // judged at once

struct Elbo {
    torch::Tensor reconstruction; ///< Σ over pixels and batch of log p(x|z)
    torch::Tensor divergence;     ///< Σ over the batch of KL(q(z|x) ‖ p(z))
};

/// Σ over pixels and batch of log p(x|z).
torch::Tensor logLikelihood(const torch::Tensor& logits, const torch::Tensor& pictures, Likelihood likelihood)
{
    if (likelihood == Likelihood::Bernoulli)
        return -torch::binary_cross_entropy_with_logits(logits, pictures, {}, {}, at::Reduction::Sum);
    return gaussianLogLikelihood(torch::sigmoid(logits), pictures);
}

/// Evidence lower bound with one sample of z (Kingma and Welling, 2014, equation 10).
Elbo elbo(Vae& vae, const torch::Tensor& pictures)
{
    const Posterior posterior = posteriorOf(vae.encoder, pictures);
    const torch::Tensor logits = vae.decoder.get_method("logits")({posterior.drawn()}).toTensor();
    return {logLikelihood(logits.to(torch::kFloat), pictures.flatten(1), vae.likelihood),
            posterior.divergence()};
}

/// With the KL divergence weighted as in training.
double validationElbo(const TrainingRun& run, Vae vae, const torch::Tensor& bytes, double klWeight,
                      std::uint64_t seed, const Progress& progress)
{
    const torch::NoGradGuard noGradients;
    torch::manual_seed(seed); // every epoch is judged by the same draws of z
    double sum = 0.0;
    const std::int64_t batch = std::max(std::int64_t{1}, validationPixels / bytes[0].numel());
    for (std::int64_t first = 0; first < bytes.size(0); first += batch) {
        if (progress.cancelled())
            throw Cancelled();
        const Elbo bound = elbo(vae, asPixels(bytes.slice(0, first, first + batch).to(run.device)));
        sum += (bound.reconstruction - klWeight * bound.divergence).item<double>();
    }
    return sum / double(bytes.size(0));
}

/// Returns the loss.
double learn(torch::optim::Optimizer& optimizer, Vae& vae, const torch::Tensor& pictures,
             const ModelTrainingOptions& options, const VaeNetworks& networks)
{
    std::optional<MixedPrecision> mixed;
    if (networks.isConvolutional)
        mixed.emplace();
    const Elbo bound = elbo(vae, pictures);
    const torch::Tensor loss =
        (options.klWeight * bound.divergence - bound.reconstruction) / pictures.size(0);
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    return loss.item<double>();
}

/// Returns the mean loss; nothing if the observer has seen enough.
std::optional<double> trainEpoch(TrainingRun& run, Vae& vae, const torch::Tensor& bytes,
                                 const ModelTrainingOptions& options, const VaeNetworks& networks,
                                 Progress& progress, const TrainingObserver& observer)
{
    // Seeding each epoch by its number makes a resumed run equal to one that was never stopped.
    const std::uint64_t seed = Random::derivedSeed(options.seed, std::uint64_t(run.epochsDone));
    torch::manual_seed(seed);
    const std::int64_t count = bytes.size(0);
    const torch::Tensor permutation = shuffledOrder(count, seed);
    Random random(seed);
    double loss = 0.0;
    std::int64_t steps = 0;
    for (std::int64_t first = 0; first < count; first += options.batch, ++steps) {
        if (progress.cancelled())
            throw Cancelled();
        if (observer.isEnough())
            return std::nullopt;
        torch::Tensor pictures =
            asPixels(bytes.index_select(0, permutation.slice(0, first, first + options.batch)));
        if (options.mirror)
            pictures = randomParts(pictures, pictures.size(2), random);
        loss += learn(*run.optimizers.front(), vae, pictures.to(run.device), options, networks);

        std::ostringstream what;
        what << "epoch " << run.epochsDone + 1 << " of " << options.epochs;
        if (run.bestEpoch > 0)
            what << ", best validation ELBO " << std::fixed << std::setprecision(2) << run.bestScore;
        progress.report((run.epochsDone + double(first) / double(count)) / options.epochs, what.str());
    }
    return loss / double(steps);
}

/// The card's provenance has the score of the weights that are kept.
ModelCard cardFor(const TrainingRun& run, const Dataset& data, const ModelTrainingOptions& options,
                  const VaeNetworks& networks)
{
    ModelCard card = trainedCard(run, data, options);
    card.description =
        networks.what + std::string(" variational autoencoder trained on ") + data.name() + ".";
    std::ostringstream elboText;
    elboText << std::fixed << std::setprecision(3) << run.bestScore;
    card.provenance["validation_elbo"] = elboText.str();
    return card;
}

} // namespace

void trainVae(const VaeNetworks& networks, const Dataset& data, const std::filesystem::path& folder,
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
    // The graphs are a handful of products: profiling and fusing them costs more than it gains.
    torch::jit::setGraphExecutorOptimize(false);
    TrainingRun run;
    torch::manual_seed(options.seed);
    Vae vae = networks.make();
    run.modules = {vae.encoder, vae.decoder};
    run.moveToDevice();
    for (torch::Tensor parameter : run.parameters())
        parameter.set_requires_grad(true);
    if (networks.isConvolutional)
        run.useQuickestLayout();
    run.optimizers.push_back(std::make_unique<torch::optim::Adam>(
        run.parameters(), torch::optim::AdamOptions(options.learningRate)));
    run.settings = settingsOf(data, options);
    const auto checkpoint = folder / "checkpoint.pt";
    if (options.resume)
        run.loadCheckpoint(checkpoint);

    while (run.epochsDone < options.epochs) {
        const std::optional<double> loss =
            trainEpoch(run, vae, training, options, networks, progress, observer);
        if (!loss)
            break;
        run.setTraining(false);
        const double score = validationElbo(run, vae, validation, options.klWeight, options.seed, progress);
        const bool best = run.endEpoch(score);
        if (best) {
            saveModule(vae.encoder, bestFile(folder, model_file::encoder));
            saveModule(vae.decoder, bestFile(folder, model_file::decoder));
        }
        run.setTraining(true);
        run.saveCheckpoint(checkpoint);
        writeSamples(vae.decoder, trainedCard(run, data, options), folder);
        observer.takeEpoch({run.epochsDone, score, *loss, best});
    }
    checkEpochs(run);
    if (run.bestEpoch == 0)
        throw Error("training on " + data.name() +
                    " never reached a finite ELBO; try a smaller learning rate");
    progress.report(1.0, "writing " + folder.string());
    finishModel(cardFor(run, data, options, networks), folder, {model_file::encoder, model_file::decoder},
                options.half);
}

} // namespace flipside
