// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/decoder/decoder.h"
#include "core/decoder/encoder.h"
#include "core/profile/activation_profile.h"
#include "core/profile/reference_latents.h"
#include "core/schemes/scheme.h"

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

namespace flipside {

/// A model with all that is needed to play it: decoder, profile, and the encoder once something asks for it.
/// Belongs to one thread, as its Decoder does.
class Instrument {
public:
    /// Throws Error where the decoder or the profile cannot be used; a model without a profile opens.
    explicit Instrument(const ModelFolder& folder, Device device = Device::Cpu);

    Decoder& decoder() { return _decoder; }
    const ModelFolder& folder() const { return _folder; }
    const ModelCard& card() const { return _decoder.card(); }
    /// Null where the model has none.
    std::shared_ptr<const ActivationProfile> profile() const { return _profile; }
    /// Loaded at the first call; null where the model has none.
    const Encoder* encoder();
    /// Loaded at the first call; null where the model has none. Throws Error where the file is damaged.
    const ReferenceLatents* references();
    /// The clusters of a layer's units (profile/spectral_clustering.h), computed at the first call for this
    /// k. The model must have a profile.
    const std::vector<int>& clusters(int layer, int k);

    /// On edits without a value get it from the profile, if there is one.
    Recipe resolved(const Recipe& recipe) const;
    /// The recipe's z with one neuron alone flipped, to the opposite of what it is by itself; γ and statistic
    /// of the on value are those of the recipe's scheme.
    Recipe withOnly(const Recipe& recipe, int layer, int unit, const std::stop_token& stop = {});
    /// What a step of 1 along each of the axes first to first + count - 1 of the recipe's z (LatentAxes) does
    /// to the picture with nothing flipped, as ‖·‖₂ over its pixels. Throws Cancelled once `stop` asks for
    /// it.
    std::vector<float> latentEffects(const Recipe& recipe, std::size_t first, std::size_t count,
                                     const std::stop_token& stop = {});
    /// The recipe's z with the edits of this call instead of its own. An empty layer means the card's default
    /// one. Throws Error where the scheme needs a profile and the model has none, Cancelled at the next layer
    /// once `stop` asks for it.
    Recipe coactivated(const Recipe& recipe, const SchemeCall& call, const std::stop_token& stop = {});
    /// Many at once, each with a seed of its own instead of the call's: the decoder runs in one batch, and
    /// renderImages() of the answers goes on from there.
    std::vector<Recipe> coactivated(std::vector<Recipe> recipes, const SchemeCall& call,
                                    std::span<const std::uint64_t> seeds, const std::stop_token& stop = {});

    /// `count` recipes, the first of which has the number `first`: z from the prior and the scheme's choice,
    /// both from seeds that depend on `seed` and the number alone, so that every batch or shard of a run has
    /// the same samples, and the same z for every scheme.
    std::vector<Recipe> sample(const SchemeCall& call, std::uint64_t seed, std::size_t first,
                               std::size_t count);
    /// The recipe of such a sample before a scheme sees it, and the seed that the scheme gets.
    Recipe drawn(std::uint64_t seed, std::size_t number) const;
    static std::uint64_t schemeSeed(std::uint64_t seed, std::size_t number);

private:
    /// Replaces the edits of all the recipes, with one batched run of the decoder for their activations.
    void coactivate(std::span<Recipe> recipes, const SchemeCall& call, std::span<const std::uint64_t> seeds,
                    const std::stop_token& stop = {});
    /// A layer whose cells are units, for schemes that choose cells.
    struct CellLayer {
        LayerProfile profile;
        CellCorrelation correlation;
    };
    /// Worked out at the first call. Throws Error where the profile does not know the layer's cells.
    const CellLayer& cellLayer(int layer, const std::stop_token& stop);
    /// Of the training data where references are known, otherwise of the prior.
    std::vector<float> someLatents(std::size_t count);

    ModelFolder _folder;
    Decoder _decoder;
    std::shared_ptr<const ActivationProfile> _profile;
    std::unique_ptr<Encoder> _encoder;
    std::unique_ptr<ReferenceLatents> _references;
    std::map<std::pair<int, int>, std::vector<int>> _clusters; ///< by layer and k
    std::map<int, CellLayer> _cellLayers;                      ///< by layer
};

} // namespace flipside
