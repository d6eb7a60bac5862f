// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recipe/flips.h"

#include <algorithm>

namespace flipside {

namespace {

Recipe byHand(Recipe recipe)
{
    recipe.scheme.reset();
    return recipe;
}

} // namespace

Recipe withFlips(const Recipe& recipe, const std::string& layer, std::span<const int> units, Flip flip,
                 const Spread& spread)
{
    Recipe next = byHand(recipe);
    std::erase_if(next.edits, [&](const Edit& edit) {
        return edit.layer == layer && std::find(units.begin(), units.end(), edit.unit) != units.end();
    });
    if (flip != Flip::Release)
        for (const int unit : units) {
            Edit edit{layer, unit, flip == Flip::On ? EditAction::On : EditAction::Off, {}};
            if (flip == Flip::On)
                edit.pattern = spread.pattern;
            if (edit.pattern == Pattern::Exemplar)
                edit.exemplar = exemplarFor(spread.seed, unit);
            next.edits.push_back(std::move(edit));
        }
    return next;
}

Recipe withValues(const Recipe& recipe, const std::string& layer, std::span<const int> units, float value)
{
    Recipe next = byHand(recipe);
    for (const int unit : units)
        next = next.withEdit({layer, unit, EditAction::Value, value});
    return next;
}

Recipe withFlippedPlace(const Recipe& recipe, const std::string& layer, int unit, const Cell& place,
                        bool isOn)
{
    const Recipe next = byHand(recipe);
    const Edit* present = next.findEdit(layer, unit);
    Edit edit = present ? *present : Edit{layer, unit, isOn ? EditAction::Off : EditAction::On, {}, Region{}};
    if (!edit.region)
        edit.region.emplace();
    const auto isIt = [&](const Cell& other) {
        return other.row == place.row && other.column == place.column;
    };
    if (std::erase_if(edit.region->cells, isIt) == 0)
        edit.region->cells.push_back(place);
    return edit.region->isEmpty() ? next.withoutEdit(layer, unit) : next.withEdit(edit);
}

Recipe withoutFlips(const Recipe& recipe)
{
    Recipe next = byHand(recipe);
    next.edits.clear();
    return next;
}

Recipe withPaint(const Recipe& recipe, const EditFilter& isMeant, std::span<const Dab> dabs)
{
    Recipe next = byHand(recipe);
    for (Edit& edit : next.edits) {
        if (!isMeant(edit))
            continue;
        if (!edit.region)
            edit.region.emplace();
        for (const Dab& dab : dabs)
            if (edit.region->dabs.empty() || edit.region->dabs.back() != dab)
                edit.region->dabs.push_back(dab);
    }
    return next;
}

Recipe withoutPaint(const Recipe& recipe, const EditFilter& isMeant, std::span<const Dab> dabs, int height,
                    int width)
{
    Recipe next = byHand(recipe);
    for (Edit& edit : next.edits)
        if (edit.region && isMeant(edit))
            for (const Dab& dab : dabs)
                (void)edit.region->erase(dab, height, width);
    std::erase_if(next.edits, [](const Edit& edit) { return edit.region && edit.region->isEmpty(); });
    return next;
}

} // namespace flipside
