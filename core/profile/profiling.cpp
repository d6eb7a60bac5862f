// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/profiling.h"

#include "core/base/error.h"
#include "core/model/prior.h"
#include "core/profile/cell_statistics.h"
#include "core/profile/k_means.h"
#include "core/profile/layer_statistics.h"
#include "core/profile/pattern_statistics.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

namespace flipside {

namespace {

constexpr std::size_t mostInBatch = 256;
/// Of all maps that are in memory at once: 256 MiB.
constexpr std::size_t mostMapNumbers = std::size_t{1} << 26;
constexpr std::uint64_t clusterSeed = 1;
/// Latents that are maps have fewer references: 64 MiB of them at most.
constexpr std::size_t mostNumbers = std::size_t{1} << 24;
/// And where they come with a latent space: 4 MiB on disk.
constexpr std::size_t mostNumbersOfSpace = std::size_t{1} << 21;

std::size_t mostNumbersOf(const ModelCard& card)
{
    return card.hasLatentSpace() ? mostNumbersOfSpace : mostNumbers;
}

/// Latents to decode at once.
std::size_t batchFor(const Decoder& decoder)
{
    std::size_t numbers = 1;
    for (const LayerInfo& layer : decoder.layers())
        numbers += std::size_t(layer.units) * std::size_t(layer.height) * std::size_t(layer.width);
    return std::clamp<std::size_t>(mostMapNumbers / numbers, 1, mostInBatch);
}

/// What is gathered of all layers.
class Statistics {
public:
    Statistics(Decoder& decoder, int classes) : _decoder(decoder)
    {
        for (std::size_t i = 0; i < decoder.layers().size(); ++i) {
            const LayerInfo& layer = decoder.layers()[i];
            _layers.emplace_back(layer.id, layer.units, classes);
            const std::size_t cells =
                std::size_t(layer.units) * std::size_t(layer.height) * std::size_t(layer.width);
            const bool isSpatial = decoder.card().hasLatentSpace();
            const bool byCells = layer.kind == LayerKind::Conv && cells <= mostProfiledCells && !isSpatial;
            const bool byMaps = byCells || (layer.kind == LayerKind::Conv && isSpatial);
            _cells.push_back(byCells ? std::optional(CellStatistics(layer.units, layer.height, layer.width,
                                                                    decoder.threshold(int(i))))
                                     : std::nullopt);
            _patterns.push_back(byMaps && cells > std::size_t(layer.units)
                                    ? std::optional(PatternStatistics(layer.units, layer.height, layer.width,
                                                                      decoder.offValue(int(i))))
                                    : std::nullopt);
        }
    }

    /// Of latents, n × latentLength.
    void add(std::span<const float> zs, std::span<const int> labels)
    {
        const std::vector<Observation> seen = _decoder.observe(withInputs(zs));
        for (std::size_t i = 0; i < _layers.size(); ++i) {
            _layers[i].add(seen[i].activations, seen[i].onShares, labels);
            if (_cells[i])
                _cells[i]->add(seen[i].maps);
            if (_patterns[i])
                _patterns[i]->add(seen[i].activations, seen[i].maps);
        }
    }

    void finish(ActivationProfile& profile) const
    {
        for (std::size_t i = 0; i < _layers.size(); ++i) {
            profile.layers.push_back(_layers[i].finish());
            if (_cells[i])
                profile.layers.back().cells = _cells[i]->finish();
            if (_patterns[i])
                profile.layers.back().patterns = _patterns[i]->finish();
        }
    }

private:
    /// Behind each latent a class at random, and all other inputs at their standard.
    std::vector<float> withInputs(std::span<const float> zs)
    {
        const ModelCard& card = _decoder.card();
        if (card.inputs.empty())
            return {zs.begin(), zs.end()};
        const auto length = std::size_t(card.latentLength());
        std::vector<float> all;
        all.reserve(zs.size() / length * std::size_t(card.packedLength()));
        for (; !zs.empty(); zs = zs.subspan(length))
            std::ranges::copy(packedInputs(zs.first(length), card.inputs, drawInputs(card.inputs, _random)),
                              std::back_inserter(all));
        return all;
    }

    Decoder& _decoder;
    Random _random{0};
    std::vector<LayerStatistics> _layers;
    std::vector<std::optional<CellStatistics>> _cells;       ///< [layer]; of convolutional ones
    std::vector<std::optional<PatternStatistics>> _patterns; ///< likewise, with more than one place
};

/// Reports progress of one of `passes` passes.
void step(Progress& progress, int pass, int passes, std::uint64_t done, std::uint64_t all)
{
    if (progress.cancelled())
        throw Cancelled();
    progress.report((pass + double(done) / double(std::max<std::uint64_t>(all, 1))) / passes, "profiling");
}

/// Takes up to referenceCount of `all` latents, evenly spread.
class ReferencePicker {
public:
    ReferencePicker(std::size_t all, const ModelCard& card)
        : _all(all), _wanted(std::min(
                         {referenceCount, all,
                          std::max<std::size_t>(mostNumbersOf(card) / std::size_t(card.latentLength()), 1)})),
          _length(std::size_t(card.latentLength()))
    {
    }

    /// `zs` is n × length; `labels` n, or empty.
    void add(std::span<const float> zs, std::span<const int> labels)
    {
        for (std::size_t i = 0; i * _length < zs.size(); ++i, ++_seen) {
            if (_seen * _wanted / _all == (_seen + 1) * _wanted / _all)
                continue;
            const auto z = zs.subspan(i * _length, _length);
            _numbers.insert(_numbers.end(), z.begin(), z.end());
            _classes.push_back(labels.empty() ? 0 : labels[i]);
        }
    }

    ReferenceLatents references() const { return {_length, _numbers, _classes}; }

private:
    std::size_t _all;
    std::size_t _wanted;
    std::size_t _length;
    std::size_t _seen = 0;
    std::vector<float> _numbers;
    std::vector<int> _classes;
};

/// Clusters of latents in place of classes.
struct LatentClasses {
    std::vector<float> centres;
    std::vector<std::string> names;
    ReferenceLatents references;

    explicit LatentClasses(const ReferenceLatents& unlabelled) : references(unlabelled)
    {
        const std::size_t length = unlabelled.length();
        KMeans means = kMeans(unlabelled.numbers(), length, latentClusters, clusterSeed);
        centres = std::move(means.centres);
        for (std::size_t i = 0; i * length < centres.size(); ++i)
            names.push_back("cluster " + std::to_string(i + 1));
        references = {length, {unlabelled.numbers().begin(), unlabelled.numbers().end()}, means.groups};
    }
};

/// Calls `take` with the latents and labels of `wanted` of the training pictures, batch by batch.
void encodeSome(const Encoder& encoder, const Dataset& data, std::uint64_t wanted, std::size_t batch,
                const std::function<void(std::span<const float> zs, std::span<const int> labels)>& take)
{
    const auto reader = data.open(Split::Train);
    const std::uint64_t all = data.size(Split::Train);
    std::vector<std::uint8_t> bytes;
    std::vector<int> labels;
    std::vector<int> keptLabels;
    std::vector<float> pixels;
    std::uint64_t seen = 0;
    while (const std::size_t count = reader->read(batch, bytes, labels)) {
        const std::size_t length = bytes.size() / count;
        pixels.clear();
        keptLabels.clear();
        for (std::size_t i = 0; i < count; ++i, ++seen) {
            if (seen * wanted / all == (seen + 1) * wanted / all)
                continue;
            const auto first = bytes.begin() + std::ptrdiff_t(i * length);
            std::transform(first, first + std::ptrdiff_t(length), std::back_inserter(pixels),
                           [](std::uint8_t b) { return float(b) / 255.0f; });
            if (!labels.empty())
                keptLabels.push_back(labels[i]);
        }
        if (!pixels.empty())
            take(encoder.encode(pixels), keptLabels);
    }
}

void checkData(const Dataset& data, const ModelCard& card)
{
    if (data.channels() != card.channels || data.height() != card.height || data.width() != card.width)
        throw Error("the dataset " + data.name() + " has pictures of " + std::to_string(data.width()) + "×" +
                    std::to_string(data.height()) + ", and the model " + card.id + " makes " +
                    std::to_string(card.width) + "×" + std::to_string(card.height) +
                    "; profile it with the dataset that it was trained on");
    if (data.size(Split::Train) == 0)
        throw Error("the dataset " + data.name() + " has no training pictures; fetch it again");
}

} // namespace

Profiling profileOverData(Decoder& decoder, const Encoder& encoder, const Dataset& data, Progress& progress,
                          std::optional<std::uint64_t> pictures)
{
    checkData(data, decoder.card());
    const std::uint64_t all = std::min<std::uint64_t>(data.size(Split::Train), pictures.value_or(~0ull));
    const auto length = std::size_t(decoder.card().latentLength());
    ActivationProfile profile;
    profile.data = data.name();
    profile.classNames = data.classNames();
    ReferencePicker picker(all, decoder.card());
    std::optional<LatentClasses> clusters;
    const std::size_t batch = batchFor(decoder);
    const int passes = data.classes() > 0 ? 1 : 2;
    if (passes == 2) {
        std::uint64_t done = 0;
        encodeSome(encoder, data, all, batch, [&](std::span<const float> zs, std::span<const int>) {
            picker.add(zs, {});
            done += zs.size() / length;
            step(progress, 0, passes, done, all);
        });
        clusters.emplace(picker.references());
        profile.classNames = clusters->names;
    }
    Statistics statistics(decoder, int(profile.classNames.size()));
    encodeSome(encoder, data, all, batch, [&](std::span<const float> zs, std::span<const int> labels) {
        if (clusters) {
            statistics.add(zs, nearestCentres(zs, length, clusters->centres));
        } else {
            statistics.add(zs, labels);
            picker.add(zs, labels);
        }
        profile.samples += zs.size() / length;
        step(progress, passes - 1, passes, profile.samples, all);
    });
    statistics.finish(profile);
    return {std::move(profile), clusters ? std::move(clusters->references) : picker.references()};
}

std::uint64_t priorSamplesWithin(Decoder& decoder, std::chrono::milliseconds time, Progress& progress)
{
    using Clock = std::chrono::steady_clock;
    Random random(0);
    const std::chrono::duration<double> all = time;
    std::chrono::duration<double> spent{0.0};
    std::uint64_t done = 0;
    // The first draw also finds out how many can be decoded at once, and is not counted.
    (void)decoder.observe(drawPacked(decoder.card(), random));
    const auto batch = std::uint64_t(batchFor(decoder));
    for (std::uint64_t count = 1; done < mostPriorSamples && spent < all / 30.0;
         count = std::min(2 * count, batch)) {
        if (progress.cancelled())
            throw Cancelled();
        std::vector<float> zs;
        for (std::uint64_t i = 0; i < count; ++i) {
            const std::vector<float> z = drawLatent(decoder.card(), random);
            zs.insert(zs.end(), z.begin(), z.end());
        }
        const Clock::time_point start = Clock::now();
        Statistics statistics(decoder, latentClusters);
        statistics.add(zs, std::vector<int>(std::size_t(count), 0));
        spent += Clock::now() - start;
        done += count;
    }
    const double fitting = done > 0 ? all / (spent / double(done)) : 0.0;
    const auto bounded =
        std::uint64_t(std::clamp(fitting, double(fewestPriorSamples), double(mostPriorSamples)));
    return bounded / 100 * 100;
}

Profiling profileOverPrior(Decoder& decoder, std::uint64_t samples, std::uint64_t seed, Progress& progress)
{
    Random random(seed);
    const auto length = std::size_t(decoder.card().latentLength());
    const auto draw = [&](std::uint64_t count) {
        std::vector<float> zs;
        for (std::uint64_t i = 0; i < count; ++i) {
            const auto z = drawLatent(decoder.card(), random);
            zs.insert(zs.end(), z.begin(), z.end());
        }
        return zs;
    };
    const std::size_t batch = batchFor(decoder);
    ReferencePicker picker(std::size_t(std::min<std::uint64_t>(samples, referenceCount)), decoder.card());
    // No more at once than a batch: latents can be maps.
    for (std::uint64_t left = std::min<std::uint64_t>(samples, referenceCount); left > 0;) {
        const std::uint64_t count = std::min<std::uint64_t>(batch, left);
        picker.add(draw(count), {});
        left -= count;
    }
    LatentClasses clusters(picker.references());
    ActivationProfile profile;
    profile.data = "prior";
    profile.classNames = clusters.names;
    Statistics statistics(decoder, int(clusters.names.size()));
    while (profile.samples < samples) {
        const std::uint64_t count = std::min<std::uint64_t>(batch, samples - profile.samples);
        const std::vector<float> zs = draw(count);
        statistics.add(zs, nearestCentres(zs, length, clusters.centres));
        profile.samples += count;
        step(progress, 0, 1, profile.samples, samples);
    }
    statistics.finish(profile);
    return {std::move(profile), std::move(clusters.references)};
}

} // namespace flipside
