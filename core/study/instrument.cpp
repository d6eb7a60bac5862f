// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/instrument.h"

#include "base/error.h"
#include "model/prior.h"
#include "profile/spectral_clustering.h"

namespace flipside {

namespace {

/// The profile must speak of the layers that the decoder has.
void checkProfile(const ActivationProfile& profile, const ModelFolder& folder, const ModelCard& card)
{
    for (const LayerInfo& layer : card.layers) {
        const LayerProfile* found = profile.find(layer.id);
        if (!found || found->units() != layer.units)
            throw Error("the profile " + folder.profileFile().string() +
                        " does not fit the decoder's layer " + layer.id +
                        "; make it again with flipside-cli profile");
    }
}

} // namespace

Instrument::Instrument(const ModelFolder& folder, Device device) : _folder(folder), _decoder(folder, device)
{
    if (_folder.hasProfile()) {
        _folder.checkHash("profile.cbor");
        auto profile = std::make_shared<ActivationProfile>(ActivationProfile::read(_folder.profileFile()));
        checkProfile(*profile, _folder, card());
        _profile = std::move(profile);
    }
}

const Encoder* Instrument::encoder()
{
    if (!_encoder && _folder.hasEncoder())
        _encoder = std::make_unique<Encoder>(_folder);
    return _encoder.get();
}

const Encoder& Instrument::encoderOrThrow()
{
    if (!encoder())
        throw Error(
            "the model " + card().id +
            " has no encoder, which this measure of novelty needs; choose a model with an encoder.pt");
    return *_encoder;
}

const ReferenceLatents* Instrument::references()
{
    if (!_references && _folder.hasReferences()) {
        _folder.checkHash("references.cbor");
        auto references =
            std::make_unique<ReferenceLatents>(ReferenceLatents::read(_folder.referencesFile()));
        if (references->length() != std::size_t(card().latentLength()))
            throw Error(
                "the reference latents " + _folder.referencesFile().string() +
                " do not have the length of the model's z; make them again with flipside-cli profile");
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

void Instrument::coactivate(std::span<Recipe> recipes, const SchemeCall& given,
                            std::span<const std::uint64_t> seeds, const std::atomic<bool>* abandon)
{
    SchemeCall call = given;
    if (call.layer.empty())
        call.layer = card().defaultLayer();
    const int layer = card().layerIndex(call.layer);
    if (layer < 0)
        throw ArgumentError("the model " + card().id + " has no layer \"" + call.layer + "\"; " +
                            card().layerChoice());
    call.layer = card().layers[std::size_t(layer)].id;
    if (!_profile)
        throw Error("the model " + card().id + " has no activation profile, which the scheme " + call.name +
                    " needs; make one with flipside-cli profile");

    std::vector<float> zs;
    for (const Recipe& recipe : recipes)
        zs.insert(zs.end(), recipe.z.begin(), recipe.z.end());
    const Observations seen = _decoder.observe(zs, abandon);
    const std::span<const float> activations = seen.activations[std::size_t(layer)];
    const std::span<const float> onShares = seen.onShares[std::size_t(layer)];
    const auto units = std::size_t(card().layers[std::size_t(layer)].units);
    const ReferenceLatents* known =
        findScheme(call.name).needs() == SchemeNeed::References ? references() : nullptr;
    for (std::size_t i = 0; i < recipes.size(); ++i) {
        call.seed = seeds[i];
        Coactivation result =
            flipside::coactivate({_profile->layers[std::size_t(layer)], activations.subspan(i * units, units),
                                  onShares.subspan(i * units, units), _decoder.offValue(layer), call, known,
                                  [this, layer](int k) { return clusters(layer, k); }});
        recipes[i].edits = std::move(result.edits);
        if (result.z)
            recipes[i].z = std::move(*result.z);
        recipes[i].scheme = call;
    }
}

Recipe Instrument::coactivated(const Recipe& recipe, const SchemeCall& call, const std::atomic<bool>* abandon)
{
    Recipe next = recipe;
    coactivate({&next, 1}, call, {&call.seed, 1}, abandon);
    return next;
}

std::vector<Recipe> Instrument::sample(const SchemeCall& call, std::uint64_t seed, std::size_t first,
                                       std::size_t count)
{
    std::vector<Recipe> recipes;
    std::vector<std::uint64_t> seeds;
    for (std::size_t i = first; i < first + count; ++i) {
        const std::uint64_t own = Random::derivedSeed(seed, i);
        Random random(own);
        recipes.push_back({card().id, drawLatent(card(), random), {}, {}});
        // The scheme must not see the numbers that made z. 31 bits are short enough to be typed in again.
        seeds.push_back(Random::derivedSeed(own, 0) >> 33);
    }
    if (count > 0)
        coactivate(recipes, call, seeds);
    return recipes;
}

} // namespace flipside
