// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decoder/decoder.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/compute/kept_memory.h"
#include "core/compute/threads.h"
#include "core/decoder/batch_starts.h"
#include "core/decoder/decoder_run.h"
#include "core/decoder/early_pictures.h"
#include "core/decoder/find_layers.h"
#include "core/decoder/picture_output.h"
#include "core/decoder/picture_range.h"
#include "core/model/check_recipe.h"
#include "core/model/prior.h"
#include "core/sandbox/torch_script.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <optional>
#include <stop_token>
#include <torch/torch.h>

namespace flipside {

namespace {

using Clock = std::chrono::steady_clock;

double millisecondsSince(Clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// Rows decoded at once; wider layers get fewer, so that a batch of one stays within what the processor's
/// cache and the allocator take well: 512 faces took 12.2 s in batches of 64, and 8.9 s in batches of 16.
constexpr std::int64_t maxBatch = 64;
constexpr std::int64_t maxBatchNumbers = std::int64_t{1} << 20;
/// A batch of a slow decoder stays well within the minute that its run may take.
constexpr double maxBatchMilliseconds = 10'000.0;
/// A picture that takes less is not shown before it is finished, nor more often than this.
constexpr double sketchAfterMilliseconds = 40.0;
/// A sketch that took a time is followed by so many times as much without one.
constexpr double sketchShare = 10.0;

double median(std::vector<double> numbers)
{
    const auto middle = numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() / 2);
    std::nth_element(numbers.begin(), middle, numbers.end());
    return *middle;
}

void append(std::vector<float>& all, const std::vector<float>& some)
{
    all.insert(all.end(), some.begin(), some.end());
}

torch::Device torchDevice(Device device)
{
    if (device == Device::Cuda && !cudaIsAvailable())
        throw Error("this LibTorch sees no CUDA device; choose the CPU");
    return device == Device::Cuda ? torch::Device(torch::kCUDA, 0) : torch::Device(torch::kCPU);
}

} // namespace

bool cudaIsAvailable()
{
    return torch::cuda::is_available();
}

struct Decoder::Implementation {
    Implementation(const ModelFolder& folder, Device where);

    torch::Tensor latents(std::span<const float> numbers) const;
    void appendEdits(const Recipe& recipe, std::int64_t row, DecoderRun::Edits& edits);
    /// [place], of a channel that gets `value` in the edit's pattern.
    std::vector<float> patternValues(const Edit& edit, std::size_t layer, float value) const;
    /// Found out by trying, at the first call.
    std::int64_t batchSize(const std::stop_token& stop);
    /// How many rows may be decoded at once: 1 or `most` or, for slow decoders, something between.
    std::int64_t batchUpTo(std::int64_t most) const;
    std::vector<float> someLatents(std::size_t count) const;
    /// The first segment that these edits touch; the number of all segments where there are none.
    std::size_t firstEditedSegment(const DecoderRun::Edits& edits) const;
    /// Hands pictures that are not finished on, of passes that take long; empty without a `sketch`.
    DecoderRun::Watch sketching(const Sketch& sketch, Clock::time_point start) const;
    /// Turns what LibTorch throws into one sentence.
    template <typename Work>
    auto guarded(const Work& work) const;
    /// Calls `work` with the latents of one batch after the other.
    template <typename Work>
    void inBatches(std::span<const float> zs, const std::stop_token& stop, const Work& work);

    KeptMemory kept; ///< destroyed last: what the others give back goes back to the system
    ModelCard card;
    std::string file;
    torch::Device device;
    std::shared_ptr<torch::jit::Graph> plainGraph;
    std::optional<TappedGraph> graph;
    std::optional<std::int64_t> batch;
    BatchStarts starts; ///< of the latents that were observed last

    PatternSource patterns;
    std::vector<CoverageCache> coverages; ///< [layer]
    std::vector<float> z;                 ///< of both runs below
    RecipeInputs inputs;                  ///< of them, too
    DecoderRun regular;
    DecoderRun edited;
    Image regularImage;
    bool regularImageIsCurrent = false;
    EarlyPictures early;
};

template <typename Work>
auto Decoder::Implementation::guarded(const Work& work) const
{
    try {
        const c10::InferenceMode inference;
        return work();
    } catch (const Cancelled&) {
        throw;
    } catch (const Abandoned&) { // by a tap that nothing runs
        throw Cancelled();
    } catch (const MemoryIsUp&) { // outside a run, within somebody's RunScope
        throw runFailure("the decoder " + file + " cannot be run", RunStopped(MemoryIsUp::reason()));
    } catch (const RunStopped& error) {
        throw runFailure("the decoder " + file + " cannot be run", error);
    } catch (const Error&) {
        throw;
    } catch (const std::bad_alloc&) {
        throw Error("there is not enough memory to run the decoder " + file +
                    "; close other programs or choose a smaller model");
    } catch (const std::exception& exception) {
        throw runFailure("the decoder " + file + " cannot be run", exception);
    }
}

template <typename Work>
void Decoder::Implementation::inBatches(std::span<const float> zs, const std::stop_token& stop,
                                        const Work& work)
{
    const auto length = static_cast<std::size_t>(card.packedLength());
    if (zs.size() % length != 0)
        throw Error("latents of " + std::to_string(length) + " numbers each cannot be made of " +
                    std::to_string(zs.size()) + " numbers");
    guarded([&] {
        while (!zs.empty()) {
            const std::size_t taken = std::min(zs.size(), length * static_cast<std::size_t>(batchSize(stop)));
            work(zs.first(taken));
            zs = zs.subspan(taken);
        }
    });
}

Decoder::Implementation::Implementation(const ModelFolder& folder, Device where)
    : card(folder.card()), file(folder.decoderFile().string()), device(torchDevice(where))
{
    useThreadsForDecoding();
    plainGraph = loadForwardGraph(folder, folder.decoderFile().filename().string(), device);
    const c10::InferenceMode inference;
    FoundLayers found = [&] {
        try {
            keepPictureOutput(*plainGraph, latents(someLatents(1)), card);
        } catch (const Cancelled&) {
            throw;
        } catch (const std::exception&) {
            // It does not run at all: the next lines find out why.
        }
        return findLayers(*plainGraph, latents(someLatents(1)), card, file);
    }();
    graph.emplace(std::move(found.graph));
    card.layers = std::move(found.layers);
    coverages.resize(card.layers.size());
}

torch::Tensor Decoder::Implementation::latents(std::span<const float> numbers) const
{
    const std::int64_t length = card.packedLength();
    std::vector<std::int64_t> shape{static_cast<std::int64_t>(numbers.size()) / length};
    if (card.inputs.empty())
        shape.insert(shape.end(), card.latentShape.begin(), card.latentShape.end());
    else
        shape.push_back(length);
    // A copy: states keep it after the caller's numbers are gone.
    return torch::tensor(at::ArrayRef<float>(numbers.data(), numbers.size())).reshape(shape).to(device);
}

/// A fixed draw from the prior to try the decoder with; zeros would be a special point for some.
std::vector<float> Decoder::Implementation::someLatents(std::size_t count) const
{
    Random random(0);
    std::vector<float> numbers;
    for (std::size_t i = 0; i < count; ++i) {
        const std::vector<float> latent = packedInputs(drawLatent(card, random), card.inputs, {});
        numbers.insert(numbers.end(), latent.begin(), latent.end());
    }
    return numbers;
}

void Decoder::Implementation::appendEdits(const Recipe& recipe, std::int64_t row, DecoderRun::Edits& edits)
{
    for (const Edit& edit : recipe.edits) {
        const auto layer = static_cast<std::size_t>(card.layerIndex(edit.layer));
        if (edit.action != EditAction::Off && !edit.value)
            throw Error("the recipe flips unit " + std::to_string(edit.unit) + " of layer " +
                        card.layers[layer].id +
                        " on without saying to which value, and this model has no profile to "
                        "take it from; give the edit a \"value\"");
        const float value =
            edit.action == EditAction::Off ? graph->taps()[layer].function.off : edit.value.value_or(0.0f);
        TapEdit& held = edits[layer].emplace_back(TapEdit{row, edit.unit, value});
        const LayerInfo& info = card.layers[layer];
        if (edit.action != EditAction::Off && edit.pattern != Pattern::Constant &&
            info.height * info.width > 1)
            held.values = patternValues(edit, layer, value);
        if (edit.amount < 1.0f)
            held.coverage.assign(std::size_t(info.height) * std::size_t(info.width), edit.amount);
        if (!edit.region)
            continue;
        held.coverage = coverages[layer].of(*edit.region, info.height, info.width);
        for (float& share : held.coverage)
            share *= edit.amount;
        for (const Cell& cell : edit.region->cells) {
            if (!cell.value || edit.action == EditAction::Off)
                continue;
            if (held.values.empty())
                held.values.assign(held.coverage.size(), value);
            held.values[std::size_t(cell.row) * std::size_t(info.width) + std::size_t(cell.column)] =
                *cell.value;
        }
    }
}

std::vector<float> Decoder::Implementation::patternValues(const Edit& edit, std::size_t layer,
                                                          float value) const
{
    std::vector<float> values;
    if (patterns)
        values = patterns(int(layer), edit.unit, edit.pattern, edit.exemplar);
    if (values.empty())
        throw Error("the recipe switches unit " + std::to_string(edit.unit) + " of layer " +
                    card.layers[layer].id + " on with the pattern \"" + toString(edit.pattern) +
                    "\", and the profile of " + card.id +
                    " knows no patterns; profile the model again, or choose the pattern \"constant\"");
    const float off = graph->taps()[layer].function.off;
    for (float& place : values)
        place = off + (value - off) * place;
    return values;
}

std::size_t Decoder::Implementation::firstEditedSegment(const DecoderRun::Edits& edits) const
{
    std::size_t first = graph->segmentCount();
    for (std::size_t tap = 0; tap < edits.size(); ++tap)
        if (!edits[tap].empty())
            first = std::min(first, graph->taps()[tap].segment);
    return first;
}

DecoderRun::Watch Decoder::Implementation::sketching(const Sketch& sketch, Clock::time_point start) const
{
    if (!sketch || !early.areFound())
        return {};
    return [this, &sketch, start, next = sketchAfterMilliseconds](std::size_t cut,
                                                                  const TappedGraph::State& state) mutable {
        const double passed = millisecondsSince(start);
        if (passed < next)
            return;
        if (std::optional<Image> picture = early.at(cut, state, card)) {
            sketch(std::move(*picture));
            // Making it takes time too: never more than a small part of all.
            next = millisecondsSince(start) +
                   std::max(sketchAfterMilliseconds, sketchShare * (millisecondsSince(start) - passed));
        }
    };
}

/// A traced decoder may have the batch size of its example built in; then rows are decoded one by one.
std::int64_t Decoder::Implementation::batchUpTo(std::int64_t most) const
{
    if (most == 1 || graph->branchesOnNumbers())
        return 1;
    const std::vector<float> two = someLatents(2);
    TapSession plain;
    const Clock::time_point start = Clock::now();
    const std::vector<Image> single =
        picturesFrom(graph->runAll(latents(std::span(two).first(two.size() / 2)), plain), card, 1);
    const double inTime = maxBatchMilliseconds / std::max(millisecondsSince(start), 0.001);
    if (inTime < 2.0)
        return 1;
    try {
        std::vector<std::optional<UnitLayout>> layouts(graph->taps().size());
        TapSession session;
        session.layouts = &layouts;
        const std::vector<Image> both = picturesFrom(graph->runAll(latents(two), session), card, 2);
        const bool rowsAreLatents = std::all_of(
            layouts.begin(), layouts.end(), [](const auto& layout) { return layout && layout->rows == 2; });
        float difference = 0.0f;
        for (std::size_t i = 0; i < single[0].pixels.size(); ++i)
            difference = std::max(difference, std::abs(single[0].pixels[i] - both[0].pixels[i]));
        return rowsAreLatents && difference < 1e-4f ? std::min(most, std::int64_t(inTime)) : 1;
    } catch (const Cancelled&) {
        throw;
    } catch (const std::exception&) {
        return 1;
    }
}

std::int64_t Decoder::Implementation::batchSize(const std::stop_token& stop)
{
    if (!batch) {
        const RunScope limit(stop);
        std::int64_t widest = std::max<std::int64_t>(card.packedLength(), std::int64_t{1} * card.channels *
                                                                              card.height * card.width);
        for (const LayerInfo& layer : card.layers)
            widest = std::max(widest, std::int64_t{1} * layer.units * layer.height * layer.width);
        batch = batchUpTo(std::clamp<std::int64_t>(maxBatchNumbers / widest, 1, maxBatch));
    }
    return *batch;
}

Decoder::Decoder(const ModelFolder& folder, Device device)
    : _implementation(std::make_unique<Implementation>(folder, device))
{
}

Decoder::~Decoder() = default;
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder& Decoder::operator=(Decoder&&) noexcept = default;

const ModelCard& Decoder::card() const
{
    return _implementation->card;
}

float Decoder::offValue(int layer) const
{
    return _implementation->graph->taps().at(static_cast<std::size_t>(layer)).function.off;
}

float Decoder::threshold(int layer) const
{
    return _implementation->graph->taps().at(static_cast<std::size_t>(layer)).function.threshold;
}

void Decoder::setPatterns(PatternSource patterns)
{
    _implementation->patterns = std::move(patterns);
}

Rendering Decoder::render(const Recipe& recipe, const std::stop_token& stop, const Sketch& sketch)
{
    const Clock::time_point start = Clock::now();
    Implementation& own = *_implementation;
    checkRecipe(recipe, own.card);
    return own.guarded([&] {
        const TappedGraph& graph = *own.graph;
        DecoderRun::Edits edits(graph.taps().size());
        own.appendEdits(recipe, 0, edits);

        Rendering rendering;
        if (own.regular.finished() == 0 || own.z != recipe.z || own.inputs != recipe.inputs) {
            own.z = recipe.z;
            own.inputs = recipe.inputs;
            own.regular = DecoderRun(graph, own.latents(own.card.packed(recipe)));
            own.edited = own.regular;
            own.regularImageIsCurrent = false;
        }
        const bool isEdited = !recipe.edits.empty();
        const DecoderRun::Watch watch = own.sketching(sketch, start);
        if (isEdited) {
            rendering.segmentsRun = own.regular.advanceTo(own.firstEditedSegment(edits), graph, stop, watch);
            DecoderRun fromRegular = own.regular.withEdits(graph, edits);
            DecoderRun fromEdited = own.edited.withEdits(graph, edits);
            own.edited = fromEdited.finished() > fromRegular.finished() ? std::move(fromEdited)
                                                                        : std::move(fromRegular);
            rendering.segmentsRun += own.edited.advance(graph, stop, watch);
            rendering.image = picturesFrom(own.edited.result(), own.card, 1).front();
            rendering.activations = own.edited.activations();
            rendering.onShares = own.edited.onShares();
            if (sketch && own.regular.finished() < graph.segmentCount() &&
                millisecondsSince(start) > sketchAfterMilliseconds)
                sketch(rendering.image);
        }
        // What edits are compared with, once they are seen.
        rendering.segmentsRun += own.regular.advance(graph, stop, isEdited ? DecoderRun::Watch() : watch);
        if (!own.regularImageIsCurrent)
            own.regularImage = picturesFrom(own.regular.result(), own.card, 1).front();
        own.regularImageIsCurrent = true;
        if (!own.early.areFound())
            own.early.find(graph, own.regular, own.card);
        rendering.regular = own.regularImage;
        rendering.regularActivations = own.regular.activations();
        rendering.regularOnShares = own.regular.onShares();
        if (!isEdited) {
            rendering.image = rendering.regular;
            rendering.activations = rendering.regularActivations;
            rendering.onShares = rendering.regularOnShares;
        }
        rendering.recipe = recipe;
        rendering.milliseconds = millisecondsSince(start);
        return rendering;
    });
}

LayerMaps Decoder::maps(const Recipe& recipe, int layer, const std::stop_token& stop)
{
    Implementation& own = *_implementation;
    if (layer < 0 || layer >= int(layers().size()))
        throw ArgumentError("the decoder has no layer " + std::to_string(layer));
    (void)render(recipe, stop);
    return own.guarded([&] {
        const DecoderRun& run = recipe.edits.empty() ? own.regular : own.edited;
        const LayerInfo& info = layers()[std::size_t(layer)];
        LayerMaps maps{layer, info.height, info.width, run.maps(*own.graph, std::size_t(layer), stop)};
        if (maps.values.size() !=
            std::size_t(info.units) * std::size_t(info.height) * std::size_t(info.width))
            throw Error("the maps of layer " + info.id + " are not of the size that the card says");
        return maps;
    });
}

std::vector<Image> Decoder::renderImages(std::span<const Recipe> recipes, const std::stop_token& stop)
{
    Implementation& own = *_implementation;
    std::vector<float> zs;
    for (const Recipe& recipe : recipes) {
        checkRecipe(recipe, own.card);
        append(zs, own.card.packed(recipe));
    }
    std::vector<Image> images;
    images.reserve(recipes.size());
    own.inBatches(zs, stop, [&](std::span<const float> some) {
        const std::size_t rows = some.size() / std::size_t(own.card.packedLength());
        DecoderRun::Edits edits(own.graph->taps().size());
        for (std::size_t row = 0; row < rows; ++row)
            own.appendEdits(recipes[images.size() + row], static_cast<std::int64_t>(row), edits);
        TapSession session;
        session.edits = &edits;
        session.stop = stop;
        const BatchStart* start = own.starts.furthest(some, own.firstEditedSegment(edits));
        const c10::IValue result = start ? own.graph->runFrom(start->segment, start->state, session)
                                         : own.graph->runAll(own.latents(some), session);
        std::vector<Image> batch = picturesFrom(result, own.card, static_cast<std::int64_t>(rows));
        std::move(batch.begin(), batch.end(), std::back_inserter(images));
    });
    return images;
}

std::vector<Observation> Decoder::observe(std::span<const float> zs, const std::stop_token& stop)
{
    Implementation& own = *_implementation;
    const std::size_t taps = own.graph->taps().size();
    std::vector<Observation> all(taps);
    own.inBatches(zs, stop, [&](std::span<const float> some) {
        LayerActivations activations(taps);
        LayerActivations onShares(taps);
        LayerActivations maps(taps);
        TapSession session;
        session.activations = &activations;
        session.onShares = &onShares;
        session.thresholds = &own.graph->thresholds();
        session.maps = &maps;
        session.stop = stop;
        (void)own.graph->runAll(own.latents(some), session);
        for (std::size_t layer = 0; layer < taps; ++layer) {
            append(all[layer].activations, activations[layer]);
            append(all[layer].onShares, onShares[layer]);
            if (own.card.layers[layer].kind == LayerKind::Conv)
                append(all[layer].maps, maps[layer]);
        }
    });
    return all;
}

Observation Decoder::observeLayer(std::span<const float> zs, int layer, ObservedDetail detail,
                                  const std::stop_token& stop)
{
    Implementation& own = *_implementation;
    if (layer < 0 || layer >= int(layers().size()))
        throw ArgumentError("the decoder has no layer " + std::to_string(layer));
    const auto tap = std::size_t(layer);
    const std::size_t segment = own.graph->taps()[tap].segment;
    Observation all;
    own.inBatches(zs, stop, [&](std::span<const float> some) {
        LayerActivations activations(own.graph->taps().size());
        LayerActivations onShares(activations.size());
        LayerActivations maps(activations.size());
        TapSession session;
        session.activations = &activations;
        session.onShares = &onShares;
        session.thresholds = &own.graph->thresholds();
        session.maps = detail == ObservedDetail::Places ? &maps : nullptr;
        session.mapsTap = tap;
        session.stop = stop;
        if (const TappedGraph::State* known = own.starts.find(some, segment)) {
            own.graph->look(tap, *known, session);
        } else {
            BatchStart start{{some.begin(), some.end()}, segment, {}};
            start.state = own.graph->runUntil(segment, own.latents(some), session);
            own.graph->look(tap, start.state, session);
            own.starts.keep(std::move(start));
        }
        append(all.activations, activations[tap]);
        append(all.onShares, onShares[tap]);
        append(all.maps, maps[tap]);
    });
    return all;
}

double Decoder::measure(int fromLayer, int runs)
{
    Implementation& own = *_implementation;
    if (runs < 1 || fromLayer < -1 || fromLayer >= static_cast<int>(own.graph->taps().size()))
        throw ArgumentError("there is no such layer to measure from, or the number of runs is not positive");
    return own.guarded([&] {
        const TappedGraph& graph = *own.graph;
        const torch::Tensor latent = own.latents(own.someLatents(1));
        DecoderRun whole(graph, latent);
        (void)whole.advance(graph, {});
        DecoderRun::Edits edits(graph.taps().size());
        if (fromLayer >= 0)
            edits[static_cast<std::size_t>(fromLayer)] = {
                {0, 0, own.graph->taps().front().function.off + 1.0f}};
        std::vector<double> times;
        for (int i = 0; i < runs; ++i) {
            const Clock::time_point start = Clock::now();
            DecoderRun run = fromLayer < 0 ? DecoderRun(graph, latent) : whole.withEdits(graph, edits);
            (void)run.advance(graph, {});
            (void)picturesFrom(run.result(), own.card, 1);
            times.push_back(millisecondsSince(start));
        }
        return median(std::move(times));
    });
}

double Decoder::measurePlain(int runs)
{
    Implementation& own = *_implementation;
    if (runs < 1)
        throw ArgumentError("the number of runs must be positive");
    return own.guarded([&] {
        const torch::Tensor latent = own.latents(own.someLatents(1));
        const torch::jit::Code plain(own.plainGraph, "plain");
        std::vector<double> times;
        for (int i = 0; i < runs; ++i) {
            const Clock::time_point start = Clock::now();
            torch::jit::Stack stack{latent};
            torch::jit::InterpreterState(plain).run(stack);
            times.push_back(millisecondsSince(start));
        }
        return median(std::move(times));
    });
}

} // namespace flipside
