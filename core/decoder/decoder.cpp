// SPDX-License-Identifier: GPL-3.0-or-later
#include "decoder/decoder.h"

#include "base/error.h"
#include "base/random.h"
#include "decoder/decoder_run.h"
#include "decoder/find_layers.h"
#include "decoder/picture_output.h"
#include "decoder/picture_range.h"
#include "decoder/threads.h"
#include "model/check_recipe.h"
#include "model/prior.h"
#include "model/torch_script.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <optional>
#include <torch/torch.h>

namespace flipside {

namespace {

using Clock = std::chrono::steady_clock;

double millisecondsSince(Clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// Rows decoded at once; wider layers get fewer, so that a batch stays within some hundred megabytes.
constexpr std::int64_t maxBatch = 64;
constexpr std::int64_t maxBatchNumbers = std::int64_t{1} << 24;

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

bool countsAsOn(const LayerActivations& onShares, int layer, int unit)
{
    return layer >= 0 && std::size_t(layer) < onShares.size() && unit >= 0 &&
           std::size_t(unit) < onShares[std::size_t(layer)].size() &&
           onShares[std::size_t(layer)][std::size_t(unit)] >= onShareOfAnOnUnit;
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
    std::int64_t batchSize();
    bool canBatch() const;
    std::vector<float> someLatents(std::size_t count) const;
    /// Turns what LibTorch throws into one sentence, and Abandoned into Cancelled.
    template <typename Work>
    auto guarded(const Work& work) const;

    ModelCard card;
    std::string file;
    torch::Device device;
    std::shared_ptr<torch::jit::Graph> plainGraph;
    std::optional<TappedGraph> graph;
    std::optional<std::int64_t> batch;

    std::vector<CoverageCache> coverages; ///< [layer]
    std::vector<float> z;                 ///< of both runs below
    DecoderRun regular;
    DecoderRun edited;
    Image regularImage;
    bool regularImageIsCurrent = false;
};

template <typename Work>
auto Decoder::Implementation::guarded(const Work& work) const
{
    try {
        const c10::InferenceMode inference;
        return work();
    } catch (const Abandoned&) {
        throw Cancelled();
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

Decoder::Implementation::Implementation(const ModelFolder& folder, Device where)
    : card(folder.card()), file(folder.decoderFile().string()), device(torchDevice(where))
{
    useThreadsForDecoding();
    plainGraph = loadForwardGraph(folder, folder.decoderFile().filename().string(), device);
    const c10::InferenceMode inference;
    FoundLayers found = [&] {
        try {
            keepPictureOutput(*plainGraph, latents(someLatents(1)), card);
        } catch (const std::exception&) {
            // It does not run at all: the next lines find out why.
        } catch (const Abandoned&) {
            throw Cancelled();
        }
        try {
            return findLayers(*plainGraph, latents(someLatents(1)), card, file);
        } catch (const Abandoned&) {
            throw Cancelled();
        }
    }();
    graph.emplace(std::move(found.graph));
    card.layers = std::move(found.layers);
    coverages.resize(card.layers.size());
}

torch::Tensor Decoder::Implementation::latents(std::span<const float> numbers) const
{
    std::vector<std::int64_t> shape{static_cast<std::int64_t>(numbers.size()) / card.latentLength()};
    shape.insert(shape.end(), card.latentShape.begin(), card.latentShape.end());
    // A copy: states keep it after the caller's numbers are gone.
    return torch::tensor(at::ArrayRef<float>(numbers.data(), numbers.size())).reshape(shape).to(device);
}

/// A fixed draw from the prior to try the decoder with; zeros would be a special point for some.
std::vector<float> Decoder::Implementation::someLatents(std::size_t count) const
{
    Random random(0);
    std::vector<float> numbers;
    for (std::size_t i = 0; i < count; ++i) {
        const std::vector<float> latent = drawLatent(card, random);
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
        edits[layer].push_back({row, edit.unit, value, {}});
        if (edit.region)
            edits[layer].back().coverage =
                coverages[layer].of(*edit.region, card.layers[layer].height, card.layers[layer].width);
    }
}

/// A traced decoder may have the batch size of its example built in; then rows are decoded one by one.
bool Decoder::Implementation::canBatch() const
{
    if (graph->branchesOnNumbers())
        return false;
    const std::vector<float> two = someLatents(2);
    TapSession plain;
    const std::vector<Image> single =
        picturesFrom(graph->runAll(latents(std::span(two).first(two.size() / 2)), plain), card, 1);
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
        return rowsAreLatents && difference < 1e-4f;
    } catch (const std::exception&) {
        return false;
    }
}

std::int64_t Decoder::Implementation::batchSize()
{
    if (!batch) {
        std::int64_t widest = std::max<std::int64_t>(card.latentLength(), std::int64_t{1} * card.channels *
                                                                              card.height * card.width);
        for (const LayerInfo& layer : card.layers)
            widest = std::max(widest, std::int64_t{1} * layer.units * layer.height * layer.width);
        batch = canBatch() ? std::clamp<std::int64_t>(maxBatchNumbers / widest, 1, maxBatch) : 1;
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

Rendering Decoder::render(const Recipe& recipe, const std::atomic<bool>* abandon)
{
    const Clock::time_point start = Clock::now();
    Implementation& own = *_implementation;
    checkRecipe(recipe, own.card);
    return own.guarded([&] {
        const TappedGraph& graph = *own.graph;
        DecoderRun::Edits edits(graph.taps().size());
        own.appendEdits(recipe, 0, edits);

        Rendering rendering;
        if (own.regular.finished() == 0 || own.z != recipe.z) {
            own.z = recipe.z;
            own.regular = DecoderRun(graph, own.latents(recipe.z));
            own.edited = own.regular;
            own.regularImageIsCurrent = false;
        }
        rendering.segmentsRun = own.regular.advance(graph, abandon);
        if (!own.regularImageIsCurrent)
            own.regularImage = picturesFrom(own.regular.result(), own.card, 1).front();
        own.regularImageIsCurrent = true;
        rendering.regular = own.regularImage;
        rendering.regularActivations = own.regular.activations();
        rendering.regularOnShares = own.regular.onShares();

        if (recipe.edits.empty()) {
            rendering.image = rendering.regular;
            rendering.activations = rendering.regularActivations;
            rendering.onShares = rendering.regularOnShares;
        } else {
            DecoderRun fromRegular = own.regular.withEdits(graph, edits);
            DecoderRun fromEdited = own.edited.withEdits(graph, edits);
            own.edited = fromEdited.finished() > fromRegular.finished() ? std::move(fromEdited)
                                                                        : std::move(fromRegular);
            rendering.segmentsRun += own.edited.advance(graph, abandon);
            rendering.image = picturesFrom(own.edited.result(), own.card, 1).front();
            rendering.activations = own.edited.activations();
            rendering.onShares = own.edited.onShares();
        }
        rendering.recipe = recipe;
        rendering.milliseconds = millisecondsSince(start);
        return rendering;
    });
}

bool Rendering::isOn(int layer, int unit) const
{
    return countsAsOn(onShares, layer, unit);
}

bool Rendering::isNaturallyOn(int layer, int unit) const
{
    return countsAsOn(regularOnShares, layer, unit);
}

std::span<const float> LayerMaps::map(int unit) const
{
    const std::size_t size = std::size_t(height) * std::size_t(width);
    return std::span(values).subspan(std::size_t(unit) * size, size);
}

LayerMaps Decoder::maps(const Recipe& recipe, int layer, const std::atomic<bool>* abandon)
{
    Implementation& own = *_implementation;
    if (layer < 0 || layer >= int(layers().size()))
        throw ArgumentError("the decoder has no layer " + std::to_string(layer));
    (void)render(recipe, abandon);
    return own.guarded([&] {
        const DecoderRun& run = recipe.edits.empty() ? own.regular : own.edited;
        const LayerInfo& info = layers()[std::size_t(layer)];
        LayerMaps maps{layer, info.height, info.width, run.maps(*own.graph, std::size_t(layer), abandon)};
        if (maps.values.size() !=
            std::size_t(info.units) * std::size_t(info.height) * std::size_t(info.width))
            throw Error("the maps of layer " + info.id + " are not of the size that the card says");
        return maps;
    });
}

std::vector<Image> Decoder::renderImages(std::span<const Recipe> recipes, const std::atomic<bool>* abandon)
{
    Implementation& own = *_implementation;
    for (const Recipe& recipe : recipes)
        checkRecipe(recipe, own.card);
    return own.guarded([&] {
        std::vector<Image> images;
        images.reserve(recipes.size());
        while (images.size() < recipes.size()) {
            const std::size_t rows = std::min<std::size_t>(recipes.size() - images.size(),
                                                           static_cast<std::size_t>(own.batchSize()));
            const auto some = recipes.subspan(images.size(), rows);
            std::vector<float> numbers;
            DecoderRun::Edits edits(own.graph->taps().size());
            for (std::size_t row = 0; row < rows; ++row) {
                numbers.insert(numbers.end(), some[row].z.begin(), some[row].z.end());
                own.appendEdits(some[row], static_cast<std::int64_t>(row), edits);
            }
            TapSession session;
            session.edits = &edits;
            session.abandon = abandon;
            std::vector<Image> batch = picturesFrom(own.graph->runAll(own.latents(numbers), session),
                                                    own.card, static_cast<std::int64_t>(rows));
            std::move(batch.begin(), batch.end(), std::back_inserter(images));
        }
        return images;
    });
}

Observations Decoder::observe(std::span<const float> zs, const std::atomic<bool>* abandon)
{
    Implementation& own = *_implementation;
    const auto length = static_cast<std::size_t>(own.card.latentLength());
    if (zs.size() % length != 0)
        throw Error("latents of " + std::to_string(length) + " numbers each cannot be made of " +
                    std::to_string(zs.size()) + " numbers");
    return own.guarded([&] {
        const std::size_t taps = own.graph->taps().size();
        Observations all{LayerActivations(taps), LayerActivations(taps)};
        while (!zs.empty()) {
            const std::size_t taken = std::min(zs.size(), length * static_cast<std::size_t>(own.batchSize()));
            Observations some{LayerActivations(taps), LayerActivations(taps)};
            TapSession session;
            session.activations = &some.activations;
            session.onShares = &some.onShares;
            session.thresholds = &own.graph->thresholds();
            session.abandon = abandon;
            (void)own.graph->runAll(own.latents(zs.first(taken)), session);
            for (std::size_t layer = 0; layer < taps; ++layer) {
                append(all.activations[layer], some.activations[layer]);
                append(all.onShares[layer], some.onShares[layer]);
            }
            zs = zs.subspan(taken);
        }
        return all;
    });
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
        (void)whole.advance(graph, nullptr);
        DecoderRun::Edits edits(graph.taps().size());
        if (fromLayer >= 0)
            edits[static_cast<std::size_t>(fromLayer)] = {
                {0, 0, own.graph->taps().front().function.off + 1.0f}};
        std::vector<double> times;
        for (int i = 0; i < runs; ++i) {
            const Clock::time_point start = Clock::now();
            DecoderRun run = fromLayer < 0 ? DecoderRun(graph, latent) : whole.withEdits(graph, edits);
            (void)run.advance(graph, nullptr);
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
