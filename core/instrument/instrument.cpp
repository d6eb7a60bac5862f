// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/instrument/instrument.h"

#include "core/base/error.h"
#include "core/model/model_files.h"
#include "core/model/prior.h"
#include "core/novelty/reconstruction_distance.h"
#include "core/profile/spectral_clustering.h"
#include "core/schemes/cell_edits.h"
#include "core/variation/latent_axes.h"

#include <algorithm>
#include <stop_token>

namespace flipside {

namespace {

/// Draws that correlations of cells are made of: fewer of wide layers, to keep within 128 MiB.
constexpr std::size_t mostDraws = 128;
constexpr std::size_t fewestDraws = 16;
constexpr std::size_t mostDrawnNumbers = std::size_t{1} << 25;

/// The profile must speak of the layers that the decoder has.
void checkProfile(const ActivationProfile& profile, const ModelFolder& folder, const ModelCard& card)
{
    for (const LayerInfo& layer : card.layers) {
        const LayerProfile* found = profile.find(layer.id);
        const bool fits =
            found && found->units() == layer.units &&
            (!found->cells || (found->cells->height == layer.height && found->cells->width == layer.width));
        if (!fits)
            throw Error("the profile " + folder.profileFile().string() +
                        " does not fit the decoder's layer " + layer.id + "; profile the model again");
    }
}

} // namespace

Instrument::Instrument(const ModelFolder& folder, Device device) : _folder(folder), _decoder(folder, device)
{
    if (_folder.hasProfile()) {
        _folder.checkHash(model_file::profile);
        auto profile = std::make_shared<ActivationProfile>(ActivationProfile::read(_folder.profileFile()));
        checkProfile(*profile, _folder, card());
        _profile = std::move(profile);
        _decoder.setPatterns([layers = _decoder.layers(), profile = _profile](int layer, int unit,
                                                                              Pattern pattern, int exemplar) {
            const LayerInfo& info = layers[std::size_t(layer)];
            return profile->layers[std::size_t(layer)].patternMap(unit, pattern, exemplar, info.height,
                                                                  info.width);
        });
    }
}

const Encoder* Instrument::encoder()
{
    if (!_encoder && _folder.hasEncoder())
        _encoder = std::make_unique<Encoder>(_folder);
    return _encoder.get();
}

const ReferenceLatents* Instrument::references()
{
    if (!_references && _folder.hasReferences()) {
        _folder.checkHash(model_file::references);
        auto references =
            std::make_unique<ReferenceLatents>(ReferenceLatents::read(_folder.referencesFile()));
        if (references->length() != std::size_t(card().latentLength()))
            throw Error("the reference latents " + _folder.referencesFile().string() +
                        " do not have the length of the model's z; profile the model again");
        _references = std::move(references);
    }
    return _references.get();
}

const std::vector<int>& Instrument::clusters(int layer, int k)
{
    auto& clusters = _clusters[{layer, k}];
    if (clusters.empty())
        clusters = spectralClusters(_profile->layers[std::size_t(layer)], k);
    return clusters;
}

Recipe Instrument::resolved(const Recipe& recipe) const
{
    return _profile ? withOnValues(recipe, *_profile) : recipe;
}

Recipe Instrument::withOnly(const Recipe& recipe, int layer, int unit, const std::stop_token& stop)
{
    Recipe only{recipe.model, recipe.z, {}, {}, recipe.inputs};
    const bool isOn = _decoder.render(only, stop).isNaturallyOn(layer, unit);
    only.scheme = recipe.scheme;
    only.edits = {
        {card().layers.at(std::size_t(layer)).id, unit, isOn ? EditAction::Off : EditAction::On, {}}};
    return resolved(only);
}

std::vector<float> Instrument::latentEffects(const Recipe& recipe, std::size_t first, std::size_t count,
                                             const std::stop_token& stop)
{
    std::vector<Recipe> moved(1, Recipe{card().id, recipe.z, {}, {}, recipe.inputs});
    const LatentAxes axes(card());
    const std::vector<float> values = axes.values(recipe.z);
    for (std::size_t i = first; i < std::min(first + count, values.size()); ++i) {
        std::vector<float> next = values;
        next[i] += 1.0f;
        moved.push_back(moved.front());
        moved.back().z = axes.placed(recipe.z, next);
    }
    const std::vector<Image> pictures = _decoder.renderImages(moved, stop);
    std::vector<float> effects;
    for (std::size_t i = 1; i < pictures.size(); ++i)
        effects.push_back(float(pictureDistance(pictures[i], pictures.front())));
    return effects;
}

void Instrument::coactivate(std::span<Recipe> recipes, const SchemeCall& given,
                            std::span<const std::uint64_t> seeds, const std::stop_token& stop)
{
    SchemeCall call = given;
    if (call.layer.empty())
        call.layer = card().defaultLayer();
    const int layer = card().layerIndex(call.layer);
    if (layer < 0)
        throw ArgumentError("the model " + card().id + " has no layer \"" + call.layer + "\"; " +
                            card().layerChoice());
    call.layer = card().layers[std::size_t(layer)].id;
    const bool choosesNeurons = findScheme(call.name).choosesNeurons();
    if (!_profile && choosesNeurons)
        throw Error("it is not known how often the neurons of " + card().name +
                    " are on, which the scheme \"" + findScheme(call.name).label() +
                    "\" needs to know; profile the model");

    const LayerInfo& info = card().layers[std::size_t(layer)];
    const bool byCells = call.cells && choosesNeurons && info.kind == LayerKind::Conv;
    call.cells = byCells; // a neuron of a dense layer is a cell already
    // And neither it nor a single place has a pattern.
    const bool hasPatterns = _profile && _profile->layers[std::size_t(layer)].patterns;
    if (byCells || info.height * info.width == 1)
        call.pattern = Pattern::Constant;
    else if (!call.pattern)
        call.pattern =
            hasPatterns ? card().defaultScheme().pattern.value_or(Pattern::Constant) : Pattern::Constant;
    if (choosesNeurons && *call.pattern != Pattern::Constant && !hasPatterns)
        throw Error("the profile of " + card().name + " knows no patterns of layer " + info.id +
                    "; profile the model again, or choose the pattern \"constant\"");
    const CellLayer* cells = byCells ? &cellLayer(layer, stop) : nullptr;
    const LayerProfile none; // for schemes that look at no neuron
    const LayerProfile& profile = cells      ? cells->profile
                                  : _profile ? _profile->layers[std::size_t(layer)]
                                             : none;

    std::vector<float> zs;
    for (const Recipe& recipe : recipes)
        std::ranges::copy(card().packed(recipe), std::back_inserter(zs));
    const auto units = std::size_t(profile.units());
    const auto detail = byCells ? ObservedDetail::Places : ObservedDetail::Units;
    Observation seen = _decoder.observeLayer(zs, layer, detail, stop);
    if (byCells) {
        const float threshold = _decoder.threshold(layer);
        seen.activations = std::move(seen.maps);
        seen.onShares.resize(seen.activations.size());
        std::transform(seen.activations.begin(), seen.activations.end(), seen.onShares.begin(),
                       [threshold](float place) { return place > threshold ? 1.0f : 0.0f; });
    }
    const std::span<const float> activations = seen.activations;
    const std::span<const float> onShares = seen.onShares;
    const ReferenceLatents* known =
        findScheme(call.name).needs() == SchemeNeed::References ? references() : nullptr;
    for (std::size_t i = 0; i < recipes.size(); ++i) {
        call.seed = seeds[i];
        Coactivation result = flipside::coactivate(
            {profile, activations.subspan(i * units, units), onShares.subspan(i * units, units),
             _decoder.offValue(layer), call, known, [this, layer](int k) { return clusters(layer, k); },
             cells ? &cells->correlation : nullptr});
        recipes[i].edits =
            byCells ? channelEdits(result.edits, info.height, info.width) : std::move(result.edits);
        if (result.z)
            recipes[i].z = std::move(*result.z);
        recipes[i].scheme = call;
    }
}

const Instrument::CellLayer& Instrument::cellLayer(int layer, const std::stop_token& stop)
{
    if (const auto found = _cellLayers.find(layer); found != _cellLayers.end())
        return found->second;
    const LayerProfile& profile = _profile->layers[std::size_t(layer)];
    if (!profile.cells)
        throw Error("the profile of " + card().name + " does not know the single places of layer " +
                    profile.id + "; profile the model again, or choose whole neurons");
    LayerProfile cells = profile.cellByCell();
    const std::size_t draws =
        std::clamp(mostDrawnNumbers / std::size_t(cells.units()), fewestDraws, mostDraws);
    const Observation seen = _decoder.observeLayer(someLatents(draws), layer, ObservedDetail::Places, stop);
    CellCorrelation correlation(seen.maps, draws);
    return _cellLayers.emplace(layer, CellLayer{std::move(cells), std::move(correlation)}).first->second;
}

std::vector<float> Instrument::someLatents(std::size_t count)
{
    std::vector<float> zs;
    const ReferenceLatents* known = references();
    Random random(0);
    for (std::size_t i = 0; i < count; ++i) {
        if (known && known->count() >= count) {
            const std::size_t at = i * known->count() / count * known->length();
            const auto z = known->numbers().subspan(at, known->length());
            std::ranges::copy(packedInputs(z, card().inputs, drawInputs(card().inputs, random)),
                              std::back_inserter(zs));
        } else {
            std::ranges::copy(drawPacked(card(), random), std::back_inserter(zs));
        }
    }
    return zs;
}

Recipe Instrument::coactivated(const Recipe& recipe, const SchemeCall& call, const std::stop_token& stop)
{
    Recipe next = recipe;
    coactivate({&next, 1}, call, {&call.seed, 1}, stop);
    return next;
}

std::vector<Recipe> Instrument::coactivated(std::vector<Recipe> recipes, const SchemeCall& call,
                                            std::span<const std::uint64_t> seeds, const std::stop_token& stop)
{
    if (!recipes.empty())
        coactivate(recipes, call, seeds, stop);
    return recipes;
}

Recipe Instrument::drawn(std::uint64_t seed, std::size_t number) const
{
    Random random(Random::derivedSeed(seed, number));
    Recipe recipe{card().id, drawLatent(card(), random), {}, {}};
    recipe.inputs = drawInputs(card().inputs, random);
    return recipe;
}

std::uint64_t Instrument::schemeSeed(std::uint64_t seed, std::size_t number)
{
    // The scheme must not see the numbers that made z. 31 bits are short enough to be typed in again.
    return Random::derivedSeed(Random::derivedSeed(seed, number), 0) >> 33;
}

std::vector<Recipe> Instrument::sample(const SchemeCall& call, std::uint64_t seed, std::size_t first,
                                       std::size_t count)
{
    std::vector<Recipe> recipes;
    std::vector<std::uint64_t> seeds;
    recipes.reserve(count);
    seeds.reserve(count);
    for (std::size_t i = first; i < first + count; ++i) {
        recipes.push_back(drawn(seed, i));
        seeds.push_back(schemeSeed(seed, i));
    }
    return coactivated(std::move(recipes), call, seeds);
}

} // namespace flipside
