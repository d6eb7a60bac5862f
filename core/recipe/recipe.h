// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recipe/pattern.h"
#include "core/recipe/recipe_inputs.h"
#include "core/recipe/region.h"
#include "core/recipe/statistic.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace flipside {

/// What an edit does to its unit.
enum class EditAction {
    On,    ///< set to its on value (METHOD: o_kj = γ · s over the training activations)
    Off,   ///< set to the minimum of the layer's activation function, 0 for ReLU
    Value, ///< set to exactly this number
};

/// One flipped neuron: a unit of a layer is held at a value while the rest of the decoder runs.
struct Edit {
    std::string layer; ///< the layer's id
    int unit = 0;      ///< 0-based; a neuron of a dense layer, a channel of a convolutional one
    EditAction action = EditAction::On;
    std::optional<float>
        value; ///< On: empty until the model's profile fills it in; Off: unused; Value: required
    std::optional<Region> region{}; ///< of a channel's map; empty: all of it
    float amount = 1.0f; ///< in [0, 1], how far it goes from the natural value to the edit's: what fades mix
    Pattern pattern = Pattern::Constant; ///< how the value is spread over a channel's map; not of Off
    int exemplar = 0;                    ///< of the pattern Exemplar: which of the profile's, 0 or more

    bool operator==(const Edit&) const = default;
};

/// How edits were chosen: a scheme, its parameters and its seed, enough to choose them again.
struct SchemeCall {
    std::string name = "low-active";
    int neurons = 5;                      ///< how many to flip
    std::string layer;                    ///< the layer's id
    double gamma = 2.0;                   ///< γ, scales the statistic to the on value
    Statistic statistic = Statistic::Max; ///< s
    std::uint64_t seed = 0;
    std::optional<Pattern> pattern{}; ///< of the channels that are switched on; empty: the model's own
    bool cells = false; ///< it chooses single places of channels' maps instead of whole channels
    std::map<std::string, double> parameters; ///< the scheme's own, by name; absent ones have their defaults

    bool operator==(const SchemeCall&) const = default;
};

/// Everything that makes a picture. A value: equal recipes give equal pixels.
struct Recipe {
    std::string model;                ///< the model's id
    std::vector<float> z;             ///< the latent, flattened; length = product of the model's latent shape
    std::vector<Edit> edits;          ///< at most one per (layer, unit)
    std::optional<SchemeCall> scheme; ///< where the edits came from, if a scheme made them
    RecipeInputs inputs{};            ///< what the network takes beside z, and what is not at its standard

    bool operator==(const Recipe&) const = default;

    /// The edit of a unit, or null.
    const Edit* findEdit(const std::string& layer, int unit) const;
    /// The same recipe with this edit put in place of any other of the same unit.
    Recipe withEdit(const Edit& edit) const;
    /// The same recipe with the unit released to its natural value.
    Recipe withoutEdit(const std::string& layer, int unit) const;
};

std::string toString(EditAction action); ///< "on", "off", "value"

} // namespace flipside
