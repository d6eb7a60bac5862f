// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/variation/style_mixing.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace flipside {

namespace {

const NetworkInput* inputOf(const ModelCard& card, const std::string& name)
{
    const auto found = std::ranges::find(card.inputs, name, &NetworkInput::name);
    return found == card.inputs.end() ? nullptr : &*found;
}

} // namespace

bool mixesStyles(const ModelCard& card)
{
    return inputOf(card, "mixZ") && inputOf(card, "mixFrom") && inputOf(card, "mixTo");
}

int styleLayers(const ModelCard& card)
{
    // ψ is for all of them unless somebody says otherwise.
    const NetworkInput* const truncated = inputOf(card, "psiLayers");
    return mixesStyles(card) && truncated ? int(truncated->standardNumbers().front()) : 0;
}

MixedLayers finerLayers(const ModelCard& card)
{
    const int all = styleLayers(card);
    return {all / 2, all};
}

Recipe withStyleOf(Recipe recipe, const Recipe& other, const MixedLayers& layers, const ModelCard& card)
{
    if (!mixesStyles(card))
        throw ArgumentError("the model " + card.id + " does not mix the styles of two pictures");
    if (layers.from < 0 || layers.to <= layers.from || layers.to > styleLayers(card))
        throw ArgumentError("styles are mixed in layers 0 to " + std::to_string(styleLayers(card) - 1) +
                            ", from one to a later one");
    if (other.model != recipe.model || other.z.size() != recipe.z.size())
        throw ArgumentError("styles are mixed of two pictures of one model, and the other is of " +
                            other.model);
    recipe.inputs["mixZ"] = other.z;
    constexpr std::array ways{std::pair{"class", "mixClass"}, std::pair{"space", "mixSpace"},
                              std::pair{"w", "mixW"}, std::pair{"directions", "mixDirections"}};
    for (const auto& [name, mixed] : ways) {
        const NetworkInput* const input = inputOf(card, name);
        if (!input)
            continue; // a StyleGAN without classes, say
        recipe.inputs[mixed] = numbersOf(*input, other.inputs);
    }
    recipe.inputs["mixFrom"] = {float(layers.from)};
    recipe.inputs["mixTo"] = {float(layers.to)};
    return recipe;
}

} // namespace flipside
