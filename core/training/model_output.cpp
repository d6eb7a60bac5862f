// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/model_output.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/random.h"
#include "core/decoder/decoder.h"
#include "core/decoder/picture_range.h"
#include "core/decoder/preview.h"
#include "core/model/model_files.h"
#include "core/model/prior.h"
#include "core/picture/picture_file.h"
#include "core/sandbox/first_opening.h"
#include "core/training/half_weights.h"
#include "core/training/training_set.h"

#include <torch/torch.h>

#include <sstream>
#include <utility>

namespace flipside {

namespace {

constexpr int samplesSide = 8;

/// A file of this training's own.
void narrow(const std::filesystem::path& file)
{
    if (!std::filesystem::exists(file))
        return;
    torch::jit::Module module = torch::jit::load(file.string());
    keepInHalf(module);
    saveModule(module, file);
}

} // namespace

void checkOutput(const std::filesystem::path& folder, bool resume)
{
    for (const char* name : {model_file::card, "checkpoint.pt"})
        if (!resume && std::filesystem::exists(folder / name))
            throw ArgumentError("the folder " + folder.string() + " already has a " + name +
                                "; choose another folder, or go on with the training that is there");
}

torch::Tensor loadForTraining(const Dataset& data, Split split, Progress& progress,
                              TrainingObserver& observer)
{
    const TrainingSet set = loadTrainingSet(data, split, progress);
    observer.takePictures(std::size_t(set.bytes.size(0)), set.skipped);
    return set.bytes;
}

void checkEpochs(const TrainingRun& run)
{
    if (run.epochsDone == 0)
        throw Error(
            "the training was ended before its first epoch was over, so there is no model yet; let it "
            "go on for an epoch");
}

std::filesystem::path bestFile(const std::filesystem::path& folder, const std::string& name)
{
    return folder / ("best-" + name);
}

std::string settingsOf(const Dataset& data, const ModelTrainingOptions& options)
{
    std::ostringstream settings;
    settings << options.architecture << ", data " << data.name() << ", latent " << options.latent
             << ", batch " << options.batch << ", learning rate " << options.learningRate << ", seed "
             << options.seed;
    if (options.klWeight > 0.0 && options.klWeight != 1.0)
        settings << ", KL weight " << options.klWeight;
    if (options.mirror)
        settings << ", mirrored";
    if (!options.through.empty())
        settings << ", through " << options.through;
    return settings.str();
}

ModelCard trainedCard(const TrainingRun& run, const Dataset& data, const ModelTrainingOptions& options)
{
    ModelCard card;
    card.id = options.id;
    card.name = options.name.empty() ? data.name() : options.name;
    card.dataset = data.name();
    card.terms = data.terms();
    card.channels = data.channels();
    card.height = data.height();
    card.width = data.width();
    card.latentShape = {options.latent};
    card.provenance = {
        {"architecture", options.architecture},     {"seed", std::to_string(options.seed)},
        {"epochs", std::to_string(run.epochsDone)}, {"best_epoch", std::to_string(run.bestEpoch)},
        {"batch", std::to_string(options.batch)},   {"code_version", "flipside " FLIPSIDE_VERSION}};
    const auto note = [&card](const char* key, double value) {
        std::ostringstream text;
        text << value;
        card.provenance[key] = text.str();
    };
    if (data.crop() != 1.0)
        note("crop", data.crop());
    if (options.klWeight > 0.0 && options.klWeight != 1.0)
        note("kl_weight", options.klWeight);
    if (!run.device.is_cpu())
        card.provenance["device"] = run.device.str();
    return card;
}

void writeSamples(torch::jit::Module generator, const ModelCard& card, const std::filesystem::path& folder)
{
    const torch::NoGradGuard noGradients;
    const bool training = generator.is_training();
    const torch::Device device = (*generator.parameters().begin()).device();
    generator.eval();
    constexpr std::int64_t count = std::int64_t{samplesSide} * samplesSide;
    Random random(1);
    torch::Tensor z = torch::empty({count, card.latentLength()});
    for (std::int64_t i = 0; i < count; ++i)
        z[i].copy_(torch::tensor(drawLatent(card, random)));
    writePng(folder / "samples.png",
             contactSheet(picturesFrom(generator.forward({z.to(device)}), card, count), samplesSide));
    generator.train(training);
}

void installModel(ModelCard card, const std::filesystem::path& folder, const std::vector<std::string>& files,
                  bool half)
{
    if (half)
        for (const std::string& name : files)
            narrow(bestFile(folder, name));
    // Only now, so that a model which is trained further stays playable until the new weights are all there.
    for (const std::string& name : files)
        if (std::filesystem::exists(bestFile(folder, name)))
            renameFile(bestFile(folder, name), folder / name);
    for (const std::string& name : files) {
        card.hashes[name] = sha256OfFile(folder / name);
        rememberCameThrough(card.hashes[name]);
    }
    writeCard(folder / model_file::card, card);
    Decoder decoder{ModelFolder(folder)};
    writeCard(folder / model_file::card, decoder.card());
}

void finishModel(ModelCard card, const std::filesystem::path& folder, const std::vector<std::string>& files,
                 bool half)
{
    installModel(std::move(card), folder, files, half);
    Decoder decoder{ModelFolder(folder)};
    writePreview(decoder, folder / model_file::preview);
}

} // namespace flipside
