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

#include <torch/script.h>
#include <torch/torch.h>

#include <algorithm>
#include <iomanip>
#include <limits>
#include <numeric>
#include <sstream>

namespace flipside {

namespace {

constexpr int validationBatch = 1000;
constexpr int previewSide = 4;

/// A dataset's split in memory, as 8-bit pixels n × (C·H·W).
torch::Tensor loadPixels(const Dataset& data, Split split, Progress& progress)
{
    const auto count = static_cast<std::int64_t>(data.size(split));
    const std::int64_t pixels = std::int64_t(data.channels()) * data.height() * data.width();
    torch::Tensor all = torch::empty({count, pixels}, torch::kUInt8);
    const auto reader = data.open(split);
    std::vector<std::uint8_t> batch;
    std::vector<int> labels;
    std::int64_t done = 0;
    while (const std::size_t got = reader->read(8192, batch, labels)) {
        if (progress.cancelled())
            throw Cancelled();
        std::copy(batch.begin(), batch.end(), all.data_ptr<std::uint8_t>() + done * pixels);
        done += static_cast<std::int64_t>(got);
    }
    return all;
}

torch::Tensor asPixels(const torch::Tensor& bytes)
{
    return bytes.to(torch::kFloat32).div_(255.0);
}

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
    return {-torch::binary_cross_entropy_with_logits(logits, pictures, {}, {}, at::Reduction::Sum),
            -0.5 * (1 + logVariance - mean.square() - logVariance.exp()).sum()};
}

double validationElbo(MlpVae& vae, const torch::Tensor& bytes, std::uint64_t seed)
{
    const torch::NoGradGuard noGradients;
    vae.encoder.eval();
    vae.decoder.eval();
    torch::manual_seed(seed); // every epoch is judged by the same draws of z
    double sum = 0.0;
    for (std::int64_t first = 0; first < bytes.size(0); first += validationBatch) {
        const Elbo bound = elbo(vae, asPixels(bytes.slice(0, first, first + validationBatch)));
        sum += (bound.reconstruction - bound.divergence).item<double>();
    }
    vae.encoder.train();
    vae.decoder.train();
    return sum / double(bytes.size(0));
}

/// Everything that a run needs to go on where it was.
struct Run {
    MlpVae vae;
    std::unique_ptr<torch::optim::Adam> optimizer;
    int epochsDone = 0;
    int bestEpoch = 0;
    double bestElbo = -std::numeric_limits<double>::infinity();
    std::string settings; ///< what must be the same for a run to be resumed
};

std::vector<torch::Tensor> parametersOf(const MlpVae& vae)
{
    std::vector<torch::Tensor> all;
    for (const auto& parameter : vae.encoder.parameters())
        all.push_back(parameter);
    for (const auto& parameter : vae.decoder.parameters())
        all.push_back(parameter);
    return all;
}

std::filesystem::path checkpointFile(const std::filesystem::path& folder)
{
    return folder / "checkpoint.pt";
}

void saveCheckpoint(const Run& run, const std::filesystem::path& folder)
{
    torch::serialize::OutputArchive archive;
    archive.write("settings", run.settings);
    archive.write("epochs_done", std::int64_t(run.epochsDone));
    archive.write("best_epoch", std::int64_t(run.bestEpoch));
    archive.write("best_elbo", run.bestElbo);
    const auto parameters = parametersOf(run.vae);
    for (std::size_t i = 0; i < parameters.size(); ++i)
        archive.write("parameter" + std::to_string(i), parameters[i]);
    torch::serialize::OutputArchive optimizer;
    run.optimizer->save(optimizer);
    archive.write("optimizer", optimizer);
    writeFileWith(checkpointFile(folder),
                  [&](const auto& temporary) { archive.save_to(temporary.string()); });
}

void loadCheckpoint(Run& run, const std::filesystem::path& folder)
{
    const auto path = checkpointFile(folder);
    if (!std::filesystem::exists(path))
        throw ArgumentError("there is no checkpoint in " + folder.string() +
                            " to go on from; train without --resume");
    std::string settings;
    try {
        torch::serialize::InputArchive archive;
        archive.load_from(path.string());
        c10::IValue value;
        archive.read("settings", value);
        settings = value.toStringRef();
        archive.read("epochs_done", value);
        run.epochsDone = int(value.toInt());
        archive.read("best_epoch", value);
        run.bestEpoch = int(value.toInt());
        archive.read("best_elbo", value);
        run.bestElbo = value.toDouble();
        if (settings == run.settings) {
            const torch::NoGradGuard noGradients;
            auto parameters = parametersOf(run.vae);
            for (std::size_t i = 0; i < parameters.size(); ++i) {
                torch::Tensor saved;
                archive.read("parameter" + std::to_string(i), saved);
                parameters[i].copy_(saved);
            }
            torch::serialize::InputArchive optimizer;
            archive.read("optimizer", optimizer);
            run.optimizer->load(optimizer);
        }
    } catch (const c10::Error&) {
        throw Error(path.string() + " is damaged; delete it and train again without --resume");
    }
    if (settings != run.settings)
        throw ArgumentError(path.string() + " belongs to another run (" + settings + "), and this one has (" +
                            run.settings + "); use the same settings or train without --resume");
}

void trainEpoch(Run& run, const torch::Tensor& bytes, const VaeTrainingOptions& options, Progress& progress)
{
    // Seeding each epoch by its number makes a resumed run equal to one that was never stopped.
    const std::uint64_t seed = Random::derivedSeed(options.seed, std::uint64_t(run.epochsDone));
    torch::manual_seed(seed);
    Random random(seed);
    const std::int64_t count = bytes.size(0);
    std::vector<std::int64_t> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), 0);
    for (std::size_t i = order.size(); i > 1; --i)
        std::swap(order[i - 1], order[random.below(i)]);
    const torch::Tensor permutation = torch::tensor(order);

    for (std::int64_t first = 0; first < count; first += options.batch) {
        if (progress.cancelled())
            throw Cancelled();
        const torch::Tensor pictures =
            asPixels(bytes.index_select(0, permutation.slice(0, first, first + options.batch)));
        const Elbo bound = elbo(run.vae, pictures);
        const torch::Tensor loss = (bound.divergence - bound.reconstruction) / pictures.size(0);
        run.optimizer->zero_grad();
        loss.backward();
        run.optimizer->step();

        std::ostringstream what;
        what << "epoch " << run.epochsDone + 1 << " of " << options.epochs;
        if (run.bestEpoch > 0)
            what << ", best validation ELBO " << std::fixed << std::setprecision(2) << run.bestElbo;
        progress.report((run.epochsDone + double(first) / double(count)) / options.epochs, what.str());
    }
}

void saveModule(torch::jit::Module module, const std::filesystem::path& path)
{
    module.eval();
    // Through a stream, because LibTorch would write the temporary file's name into the archive.
    std::ostringstream archive;
    module.save(archive);
    writeFile(path, archive.str());
    module.train();
}

ModelCard cardFor(const Run& run, const Dataset& data, const std::filesystem::path& folder,
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
    elboText << std::fixed << std::setprecision(3) << run.bestElbo;
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
    createFolder(folder);

    progress.report(0.0, "reading " + data.name());
    const torch::Tensor training = loadPixels(data, Split::Train, progress);
    const torch::Tensor validation = loadPixels(data, Split::Test, progress);
    if (validation.size(0) == 0)
        throw Error("the dataset " + data.name() + " has no test pictures to validate with");

    // Sums come out the same only if they are split the same way, whatever the number of cores.
    setComputeThreads(1);
    // The graphs are a handful of matrix products: profiling and fusing them costs more than it gains.
    torch::jit::setGraphExecutorOptimize(false);
    Run run;
    torch::manual_seed(options.seed);
    run.vae = makeMlpVae(data.channels(), data.height(), data.width(), options.latent);
    for (torch::Tensor parameter : parametersOf(run.vae))
        parameter.set_requires_grad(true);
    run.optimizer = std::make_unique<torch::optim::Adam>(parametersOf(run.vae),
                                                         torch::optim::AdamOptions(options.learningRate));
    std::ostringstream settings;
    settings << "data " << data.name() << ", latent " << options.latent << ", batch " << options.batch
             << ", learning rate " << options.learningRate << ", seed " << options.seed;
    run.settings = settings.str();
    if (options.resume)
        loadCheckpoint(run, folder);

    while (run.epochsDone < options.epochs) {
        trainEpoch(run, training, options, progress);
        ++run.epochsDone;
        const double bound = validationElbo(run.vae, validation, options.seed);
        if (bound > run.bestElbo) {
            run.bestElbo = bound;
            run.bestEpoch = run.epochsDone;
            saveModule(run.vae.encoder, folder / "encoder.pt");
            saveModule(run.vae.decoder, folder / "decoder.pt");
        }
        saveCheckpoint(run, folder);
    }
    if (run.bestEpoch == 0)
        throw Error("training on " + data.name() +
                    " never reached a finite ELBO; try a smaller learning rate");
    progress.report(1.0, "writing " + folder.string());
    finishFolder(cardFor(run, data, folder, options), folder);
}

} // namespace flipside
