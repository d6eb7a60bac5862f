// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/profiling.h"

#include "base/error.h"
#include "model/prior.h"
#include "profile/layer_statistics.h"

#include <algorithm>
#include <string>

namespace flipside {

namespace {

constexpr std::size_t profilingBatch = 256;

std::vector<LayerStatistics> statisticsFor(const Decoder& decoder, int classes)
{
    std::vector<LayerStatistics> statistics;
    for (std::size_t i = 0; i < decoder.layers().size(); ++i)
        statistics.emplace_back(decoder.layers()[i].id, decoder.layers()[i].units, classes,
                                decoder.threshold(int(i)));
    return statistics;
}

void addBatch(std::vector<LayerStatistics>& statistics, Decoder& decoder, std::span<const float> zs,
              std::span<const int> labels)
{
    const auto activations = decoder.activations(zs);
    for (std::size_t i = 0; i < statistics.size(); ++i)
        statistics[i].add(activations[i], labels);
}

void finish(ActivationProfile& profile, const std::vector<LayerStatistics>& statistics)
{
    for (const LayerStatistics& layer : statistics)
        profile.layers.push_back(layer.finish());
}

void step(Progress& progress, std::uint64_t done, std::uint64_t all)
{
    if (progress.cancelled())
        throw Cancelled();
    progress.report(double(done) / double(std::max<std::uint64_t>(all, 1)), "profiling");
}

} // namespace

ActivationProfile profileOverData(Decoder& decoder, const Encoder& encoder, const Dataset& data,
                                  Progress& progress)
{
    const ModelCard& card = decoder.card();
    if (data.channels() != card.channels || data.height() != card.height || data.width() != card.width)
        throw Error("the dataset " + data.name() + " has pictures of " + std::to_string(data.width()) + "×" +
                    std::to_string(data.height()) + ", and the model " + card.id + " makes " +
                    std::to_string(card.width) + "×" + std::to_string(card.height) +
                    "; profile it with the dataset that it was trained on");
    ActivationProfile profile;
    profile.data = data.name();
    profile.classNames = data.classNames();
    auto statistics = statisticsFor(decoder, data.classes());
    const auto reader = data.open(Split::Train);
    std::vector<std::uint8_t> bytes;
    std::vector<int> labels;
    std::vector<float> pixels;
    while (const std::size_t got = reader->read(profilingBatch, bytes, labels)) {
        pixels.resize(bytes.size());
        std::transform(bytes.begin(), bytes.end(), pixels.begin(),
                       [](std::uint8_t b) { return float(b) / 255.0f; });
        addBatch(statistics, decoder, encoder.encode(pixels), labels);
        profile.samples += got;
        step(progress, profile.samples, data.size(Split::Train));
    }
    finish(profile, statistics);
    return profile;
}

ActivationProfile profileOverPrior(Decoder& decoder, std::uint64_t samples, std::uint64_t seed,
                                   Progress& progress)
{
    ActivationProfile profile;
    profile.data = "prior";
    auto statistics = statisticsFor(decoder, 0);
    Random random(seed);
    std::vector<float> zs;
    while (profile.samples < samples) {
        zs.clear();
        const std::uint64_t count = std::min<std::uint64_t>(profilingBatch, samples - profile.samples);
        for (std::uint64_t i = 0; i < count; ++i) {
            const auto z = drawLatent(decoder.card(), random);
            zs.insert(zs.end(), z.begin(), z.end());
        }
        addBatch(statistics, decoder, zs, {});
        profile.samples += count;
        step(progress, profile.samples, samples);
    }
    finish(profile, statistics);
    return profile;
}

} // namespace flipside
