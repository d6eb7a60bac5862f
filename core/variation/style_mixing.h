// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model_card.h"
#include "core/recipe/recipe.h"

namespace flipside {

/// The layers, counted from the coarsest and 0, that have the style of another picture: from the one to
/// before the other.
struct MixedLayers {
    int from = 0;
    int to = 0;

    bool operator==(const MixedLayers&) const = default;
};

/// Whether the model takes the styles of two pictures (families/style_inputs.h: a StyleGAN).
bool mixesStyles(const ModelCard& card);
/// How many layers have a style of their own; 0 where mixesStyles() is false.
int styleLayers(const ModelCard& card);

/// The finer half of them, which most often has the colours and textures.
MixedLayers finerLayers(const ModelCard& card);

/// The recipe with the styles of another picture of the same model in these layers: what that picture's own
/// style comes of, its latent, class and movements, is taken; what was mixed into that one is not. ψ and
/// noise stay the recipe's. Throws ArgumentError where the model mixes no styles or has no such layers.
Recipe withStyleOf(Recipe recipe, const Recipe& other, const MixedLayers& layers, const ModelCard& card);

} // namespace flipside
