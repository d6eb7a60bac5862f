// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/image.h"
#include "core/recipe/recipe.h"

#include <span>
#include <vector>

namespace flipside {

/// One number for every unit of every layer: [layer][unit], layers from z to image. A dense neuron's
/// activation; a channel's mean over its map.
using LayerActivations = std::vector<std::vector<float>>;

/// A unit counts as on where at least this share of its places is on: a dense neuron is one place, a channel
/// has a map of them.
inline constexpr float onShareOfAnOnUnit = 0.5f;

/// How closely a layer is looked at.
enum class ObservedDetail {
    Units,
    Places, ///< its maps too
};

/// What a layer does for n latents, without edits, row by row.
struct Observation {
    std::vector<float> activations; ///< n × units; a channel's mean over its map
    std::vector<float> onShares;    ///< n × units; share of a unit's places that are above the threshold
    std::vector<float> maps;        ///< n × units × height × width, where they were looked at; or empty
};

/// What the decoder made of a recipe. Shared between threads as const.
struct Rendering {
    Recipe recipe;
    Image image;                         ///< with the recipe's edits
    Image regular;                       ///< the same z without edits
    LayerActivations activations;        ///< with the edits
    LayerActivations regularActivations; ///< without
    LayerActivations onShares;        ///< [layer][unit], share of a unit's places that are on; with the edits
    LayerActivations regularOnShares; ///< without
    double milliseconds = 0.0;        ///< wall time of this render
    int segmentsRun = 0; ///< how many of the graph's layers().size() + 1 segments had to be run for it

    /// False where there is no such unit.
    bool isOn(int layer, int unit) const;
    /// Without the edits.
    bool isNaturallyOn(int layer, int unit) const;
};

/// What a layer's units are at every place of their maps: a dense neuron's is a single number.
struct LayerMaps {
    int layer = 0;
    int height = 1;
    int width = 1;
    std::vector<float> values; ///< [unit][row][column], with the recipe's edits

    std::span<const float> map(int unit) const;
};

} // namespace flipside
