// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/vae_training.h"

#include "base/error.h"
#include "base/file.h"
#include "base/random.h"
#include "decoder/decoder.h"
#include "decoder/threads.h"
#include "model/architectures/mlp_vae.h"
#include "model/prior.h"
#include "picture/picture_file.h"
#include "training/training_run.h"
#include "training/training_set.h"

#include <torch/torch.h>

#include <iomanip>
#include <sstream>

namespace flipside {

namespace {

constexpr int validationBatch = 1000;
constexpr int previewSide = 4;

struct Elbo {
    torch::Tensor reconstruction; ///< Σ over pixels and batch of log p(x|z)
    torch::Tensor divergence;     ///< Σ over the batch of KL(q(z|x) ‖ p(z))
};

/// Evidence lower bound with one sample of z (Kingma and Welling, 2014, equation 10).
Elbo elbo(MlpVae& vae, const torch::Tensor& pictures)
{
    const auto posterior = vae.encoder.get_method("posterior")({pictures}).toTuple();
    const torch::Tensor mean = posterior->elements()[0].toTensor();
    const torch::Tensor logVariance = posterior->elements()[1].toTensor();
    const torch::Tensor z = mean + torch::randn_like(mean) * (logVariance * 0.5).exp();
    const torch::Tensor logits = vae.decoder.get_method("logits")({z}).toTensor();
    return {-torch::binary_cross_entropy_with_logits(logits, pictures.flatten(1), {}, {}, at::Reduction::Sum),
            -0.5 * (1 + logVariance - mean.square() - logVariance.exp()).sum()};
}

double validationElbo(MlpVae vae, const torch::Tensor& bytes, std::uint64_t seed)
{
    const torch::NoGradGuard noGradients;
    torch::manual_seed(seed); // every epoch is judged by the same draws of z
    double sum = 0.0;
    for (std::int64_t first = 0; first < bytes.size(0); first += validationBatch) {
        const Elbo bound = elbo(vae, asPixels(bytes.slice(0, first, first + validationBatch)));
        sum += (bound.reconstruction - bound.divergence).item<double>();
    }
    return sum / double(bytes.size(0));
}

/// The encoder and the decoder of a run, in this order.
MlpVae vaeOf(const TrainingRun& run)
{
    return {run.modules[0], run.modules[1]};
}

void trainEpoch(TrainingRun& run, const torch::Tensor& bytes, const VaeTrainingOptions& options,
                Progress& progress)
{
    // Seeding each epoch by its number makes a resumed run equal to one that was never stopped.
    const std::uint64_t seed = Random::derivedSeed(options.seed, std::uint64_t(run.epochsDone));
    torch::manual_seed(seed);
    MlpVae vae = vaeOf(run);
    const std::int64_t count = bytes.size(0);
    const torch::Tensor permutation = shuffledOrder(count, seed);
    for (std::int64_t first = 0; first < count; first += options.batch) {
        if (progress.cancelled())
            throw Cancelled();
        const torch::Tensor pictures =
            asPixels(bytes.index_select(0, permutation.slice(0, first, first + options.batch)));
        const Elbo bound = elbo(vae, pictures);
        const torch::Tensor loss = (bound.divergence - bound.reconstruction) / pictures.size(0);
        run.optimizer->zero_grad();
        loss.backward();
        run.optimizer->step();

        std::ostringstream what;
        what << "epoch " << run.epochsDone + 1 << " of " << options.epochs;
        if (run.bestEpoch > 0)
            what << ", best validation ELBO " << std::fixed << std::setprecision(2) << run.bestScore;
        progress.report((run.epochsDone + double(first) / double(count)) / options.epochs, what.str());
    }
}

ModelCard cardFor(const TrainingRun& run, const Dataset& data, const std::filesystem::path& folder,
                  const VaeTrainingOptions& options)
{
    ModelCard card;
    card.id = options.id;
    card.name = options.name.empty() ? data.name() : options.name;
    card.description = "A fully connected variational autoencoder trained on " + data.name() + ".";
    card.dataset = data.name();
    card.terms = data.terms();
    card.channels = data.channels();
    card.height = data.height();
    card.width = data.width();
    card.latentShape = {options.latent};
    std::ostringstream elboText;
    elboText << std::fixed << std::setprecision(3) << run.bestScore;
    card.provenance = {{"architecture", "mlp-vae"},
                       {"seed", std::to_string(options.seed)},
                       {"epochs", std::to_string(run.epochsDone)},
                       {"best_epoch", std::to_string(run.bestEpoch)},
                       {"batch", std::to_string(options.batch)},
                       {"validation_elbo", elboText.str()},
                       {"code_version", "flipside " FLIPSIDE_VERSION}};
    for (const char* name : {"decoder.pt", "encoder.pt"})
        card.hashes[name] = sha256OfFile(folder / name);
    return card;
}

/// Writes the card with the layers that the decoder turns out to have, and a small sheet of samples.
void finishFolder(const ModelCard& card, const std::filesystem::path& folder)
{
    writeCard(folder / "card.json", card);
    Decoder decoder{ModelFolder(folder)};
    writeCard(folder / "card.json", decoder.card());
    std::vector<Recipe> recipes;
    Random random(1);
    for (int i = 0; i < previewSide * previewSide; ++i)
        recipes.push_back({card.id, drawLatent(card, random), {}, {}});
    writePng(folder / "preview.png", contactSheet(decoder.renderImages(recipes), previewSide));
}

void checkOptions(const VaeTrainingOptions& options)
{
    if (options.epochs < 1)
        throw ArgumentError("the number of epochs must be 1 or more");
    if (options.batch < 1)
        throw ArgumentError("the batch must have 1 picture or more");
    if (options.latent < 0 || options.latent > 65536)
        throw ArgumentError("the latent must have 1 to 65536 numbers");
    if (!(options.learningRate > 0.0))
        throw ArgumentError("the learning rate must be above 0");
}

/// What was trained before is not overwritten unasked.
void checkFolder(const std::filesystem::path& folder, bool resume)
{
    for (const char* name : {"card.json", "checkpoint.pt"})
        if (!resume && std::filesystem::exists(folder / name))
            throw ArgumentError("the folder " + folder.string() + " already has a " + name +
                                "; choose another folder, or go on with --resume");
}

/// Where the best weights so far are kept while training goes on.
std::filesystem::path best(const std::filesystem::path& folder, const char* name)
{
    return folder / (std::string("best-") + name);
}

} // namespace

void trainVae(const Dataset& data, const std::filesystem::path& folder, const VaeTrainingOptions& given,
              Progress& progress)
{
    VaeTrainingOptions options = given;
    checkOptions(options);
    const bool isUnion = data.name().find('+') != std::string::npos;
    if (options.latent == 0)
        options.latent = isUnion ? 100 : 50;
    if (options.id.empty())
        options.id = data.name();
    checkFolder(folder, options.resume);
    createFolder(folder);

    progress.report(0.0, "reading " + data.name());
    const torch::Tensor training = loadTrainingSet(data, Split::Train, progress).bytes;
    const torch::Tensor validation = loadTrainingSet(data, Split::Test, progress).bytes;
    if (validation.size(0) == 0)
        throw Error("the dataset " + data.name() + " has no test pictures to validate with");

    // Sums come out the same only if they are split the same way, whatever the number of cores.
    setComputeThreads(1);
    // The graphs are a handful of matrix products: profiling and fusing them costs more than it gains.
    torch::jit::setGraphExecutorOptimize(false);
    TrainingRun run;
    torch::manual_seed(options.seed);
    const MlpVae vae = makeMlpVae(data.channels(), data.height(), data.width(), options.latent);
    run.modules = {vae.encoder, vae.decoder};
    for (torch::Tensor parameter : run.parameters())
        parameter.set_requires_grad(true);
    run.optimizer = std::make_unique<torch::optim::Adam>(run.parameters(),
                                                         torch::optim::AdamOptions(options.learningRate));
    std::ostringstream settings;
    settings << "data " << data.name() << ", latent " << options.latent << ", batch " << options.batch
             << ", learning rate " << options.learningRate << ", seed " << options.seed;
    run.settings = settings.str();
    const auto checkpoint = folder / "checkpoint.pt";
    if (options.resume)
        run.loadCheckpoint(checkpoint);

    while (run.epochsDone < options.epochs) {
        trainEpoch(run, training, options, progress);
        run.setTraining(false);
        if (run.endEpoch(validationElbo(vae, validation, options.seed))) {
            saveModule(vae.encoder, best(folder, "encoder.pt"));
            saveModule(vae.decoder, best(folder, "decoder.pt"));
        }
        run.setTraining(true);
        run.saveCheckpoint(checkpoint);
    }
    if (run.bestEpoch == 0)
        throw Error("training on " + data.name() +
                    " never reached a finite ELBO; try a smaller learning rate");
    progress.report(1.0, "writing " + folder.string());
    // Only now, so that a model which is trained further stays playable until the new weights are all there.
    for (const char* name : {"encoder.pt", "decoder.pt"})
        if (std::filesystem::exists(best(folder, name)))
            renameFile(best(folder, name), folder / name);
    finishFolder(cardFor(run, data, folder, options), folder);
}

} // namespace flipside
