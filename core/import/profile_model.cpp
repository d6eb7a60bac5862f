// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/profile_model.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/compute/kept_memory.h"
#include "core/data/dataset.h"
#include "core/instrument/encode_picture.h"
#include "core/instrument/instrument.h"
#include "core/instrument/measurer.h"
#include "core/instrument/part_result.h"
#include "core/model/model_files.h"
#include "core/novelty/in_domain_score.h"
#include "core/profile/profiling.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

namespace flipside {

namespace {

constexpr std::size_t typicalSamples = 500; // as many as keep their own values
constexpr std::size_t fewestTypicalSamples = 50;
constexpr std::size_t typicalBatch = 250;
constexpr std::size_t typicalBatchOfSpace = 10; // of large pictures
constexpr std::size_t quantileSteps = 20;
constexpr std::uint64_t seed = 1;
/// Each shows thousands of places of a map.
constexpr std::uint64_t picturesOfSpace = 400;

/// The name that a file has until all are there.
std::filesystem::path unfinished(const std::filesystem::path& file)
{
    return file.parent_path() / ("unfinished-" + file.filename().string());
}

/// `values` are sorted, one or more.
TypicalRange rangeOf(const std::vector<float>& values, double mean)
{
    const auto at = [&](double share) {
        return double(values[std::size_t(share * double(values.size() - 1))]);
    };
    return {at(0.05), mean, at(0.95)};
}

/// From the smallest of the sorted values to the largest.
std::vector<double> quantilesOf(const std::vector<float>& values)
{
    std::vector<double> quantiles;
    for (std::size_t step = 0; step <= quantileSteps; ++step)
        quantiles.emplace_back(values[step * (values.size() - 1) / quantileSteps]);
    return quantiles;
}

/// The shape that a folder's pictures must be given for this model.
PictureShape pictureShapeOf(const ModelCard& card)
{
    return {card.channels, card.height, card.width, card.pictureCrop()};
}

std::optional<std::uint64_t> picturesOf(const ModelCard& card, const ProfileEffort& effort)
{
    return !effort.pictures && card.hasLatentSpace() ? picturesOfSpace : effort.pictures;
}

} // namespace

ProfileEffort ProfileEffort::whole()
{
    return {mostPriorSamples};
}

bool isShort(const ActivationProfile& profile)
{
    return profile.data == "prior" && profile.samples < mostPriorSamples;
}

void profileModel(const ModelFolder& folder, const std::string& data, Progress& progress,
                  const ProfileEffort& effort)
{
    const KeptMemory kept;
    ModelCard card;
    {
        Decoder decoder(folder);
        card = decoder.card();
        std::optional<Encoder> encoder;
        if (folder.hasEncoder())
            encoder.emplace(folder);
        const std::string& dataset = data.empty() ? card.dataset : data;
        const bool hasData = encoder && !dataset.empty();
        const std::uint64_t samples = hasData          ? 0
                                      : effort.samples ? *effort.samples
                                                       : priorSamplesWithin(decoder, effort.time, progress);
        const Profiling profiling =
            hasData ? profileOverData(decoder, *encoder, *findDataset(dataset, pictureShapeOf(card)),
                                      progress, picturesOf(card, effort))
                    : profileOverPrior(decoder, samples, seed, progress);
        card.provenance.erase("profile_samples");
        if (!hasData)
            card.provenance["profile_samples"] = std::to_string(samples);
        profiling.profile.write(unfinished(folder.profileFile()));
        profiling.references.write(unfinished(folder.referencesFile()));
        // Trained on what the file says of the references, not on what was a little more exact in memory.
        const ReferenceLatents references = ReferenceLatents::read(unfinished(folder.referencesFile()));
        InDomainSvm::train(references, profiling.profile.samples).write(unfinished(folder.inDomainFile()));
        for (LayerInfo& layer : card.layers)
            layer.dead = profiling.profile.find(layer.id)->deadCount();
    }
    // All at once when all are there, so that the model stays playable if this is stopped before.
    const std::array files{folder.profileFile(), folder.referencesFile(), folder.inDomainFile()};
    for (const auto& file : files)
        card.hashes[file.filename().string()] = sha256OfFile(unfinished(file));
    for (const auto& file : files)
        renameFile(unfinished(file), file);
    writeCard(folder.path() / model_file::card, card);
    measureTypical(folder, progress);
}

void measureTypical(const ModelFolder& folder, Progress& progress)
{
    std::vector<std::string> metrics = gaugeMetrics(folder);
    Instrument instrument{ModelFolder(folder.path())};
    constexpr std::size_t neighbours = 5;
    if (const ReferenceLatents* references = instrument.references();
        !references || references->count() <= neighbours)
        std::erase(metrics, "kns5");
    if (metrics.empty())
        return;
    ModelCard card = instrument.card();
    // Fewer of a model that had no time for more.
    const std::uint64_t profiled =
        instrument.profile()->data == "prior" ? instrument.profile()->samples : mostPriorSamples;
    const std::size_t measured = card.hasLatentSpace()
                                     ? fewestTypicalSamples
                                     : std::clamp(std::size_t(typicalSamples * profiled / mostPriorSamples),
                                                  fewestTypicalSamples, typicalSamples);
    const Measurer measurer(instrument, metrics);
    const std::size_t batch = card.hasLatentSpace() ? typicalBatchOfSpace : typicalBatch;
    for (const std::string scheme : {"regular", "low-active"}) {
        SchemeCall call;
        call.name = scheme;
        PartResult result;
        for (std::size_t first = 0; first < measured; first += batch) {
            if (progress.cancelled())
                throw Cancelled();
            progress.report(double(first) / double(measured), "measuring " + scheme);
            const auto recipes = instrument.sample(call, seed, first, std::min(batch, measured - first));
            result.add(measurer.measure(instrument.decoder().renderImages(recipes)), metrics);
        }
        for (std::size_t i = 0; i < metrics.size(); ++i) {
            std::vector<float> values = result.examples[i];
            std::sort(values.begin(), values.end());
            TypicalRange& range = card.typical[metrics[i]][scheme];
            range = rangeOf(values, result.metrics[i].mean());
            if (scheme == "regular") // what the novelty of a picture is told by
                range.quantiles = quantilesOf(values);
        }
    }
    writeCard(folder.path() / model_file::card, card);
}

} // namespace flipside
