// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/check_recipe.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace flipside {

namespace {

void checkEdit(const Edit& edit, const ModelCard& card, std::set<std::pair<int, int>>& seen)
{
    const int index = card.layerIndex(edit.layer);
    if (index < 0)
        throw Error("the recipe edits a layer called \"" + edit.layer + "\", and the model " + card.id +
                    " has none of that name; " + card.layerChoice());
    const LayerInfo& layer = card.layers[static_cast<std::size_t>(index)];
    if (edit.unit < 0 || edit.unit >= layer.units)
        throw Error("the recipe edits unit " + std::to_string(edit.unit) + " of layer " + layer.id +
                    ", whose units are 0 to " + std::to_string(layer.units - 1) + "; choose one of these");
    if (!seen.emplace(index, edit.unit).second)
        throw Error("the recipe edits unit " + std::to_string(edit.unit) + " of layer " + layer.id +
                    " twice; keep one of the two edits");
    if (edit.action == EditAction::Value && !edit.value)
        throw Error("the recipe sets unit " + std::to_string(edit.unit) + " of layer " + layer.id +
                    " to a value and does not say which; add \"value\"");
    if (edit.region)
        for (const Cell& cell : edit.region->cells) {
            if (cell.value && !std::isfinite(*cell.value))
                throw Error("the recipe's value for a place of unit " + std::to_string(edit.unit) +
                            " of layer " + layer.id + " is not a finite number; give it another");
            if (cell.row >= layer.height || cell.column >= layer.width)
                throw Error("the recipe edits row " + std::to_string(cell.row) + ", column " +
                            std::to_string(cell.column) + " of a unit of layer " + layer.id +
                            ", whose maps are " + std::to_string(layer.height) + "×" +
                            std::to_string(layer.width) + "; correct it, or choose another recipe");
        }
    if (!(edit.amount >= 0.0f && edit.amount <= 1.0f))
        throw Error("the recipe edits unit " + std::to_string(edit.unit) + " of layer " + layer.id +
                    " by an amount that is not from 0 to 1; correct it");
    if (edit.value && !std::isfinite(*edit.value))
        throw Error("the recipe's value for unit " + std::to_string(edit.unit) + " of layer " + layer.id +
                    " is not a finite number; give it another");
}

void checkInputs(const RecipeInputs& inputs, const ModelCard& card)
{
    for (const auto& [name, numbers] : inputs) {
        const auto input = std::ranges::find(card.inputs, name, &NetworkInput::name);
        if (input == card.inputs.end())
            throw Error("the recipe sets the input \"" + name + "\", and the model " + card.id +
                        " has none of that name; choose a recipe that was made with this model");
        if (numbers.size() != std::size_t(input->length()))
            throw Error("the recipe gives the input \"" + name + "\" " + std::to_string(numbers.size()) +
                        " numbers, and the model " + card.id + " takes " + std::to_string(input->length()) +
                        "; choose a recipe that was made with this model");
        if (!std::ranges::all_of(numbers, [](float number) { return std::isfinite(number); }))
            throw Error("a number of the recipe's input \"" + name + "\" is not finite; give it another");
    }
}

} // namespace

void checkRecipe(const Recipe& recipe, const ModelCard& card)
{
    if (recipe.model != card.id)
        throw Error("the recipe belongs to the model \"" + recipe.model + "\" and cannot be played on \"" +
                    card.id + "\"; open that model first");
    if (recipe.z.size() != static_cast<std::size_t>(card.latentLength()))
        throw Error("the recipe's z has " + std::to_string(recipe.z.size()) + " numbers, and the model " +
                    card.id + " needs " + std::to_string(card.latentLength()) +
                    "; choose a recipe that was made with this model");
    for (std::size_t i = 0; i < recipe.z.size(); ++i)
        if (!std::isfinite(recipe.z[i]))
            throw Error("number " + std::to_string(i + 1) +
                        " of the recipe's z is not finite; give it another");
    checkInputs(recipe.inputs, card);
    checkEdits(recipe.edits, card);
}

void checkEdits(const std::vector<Edit>& edits, const ModelCard& card)
{
    std::set<std::pair<int, int>> seen;
    for (const Edit& edit : edits)
        checkEdit(edit, card, seen);
}

} // namespace flipside
