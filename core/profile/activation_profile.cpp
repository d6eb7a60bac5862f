// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/activation_profile.h"

#include <algorithm>

namespace flipside {

const LayerProfile* ActivationProfile::find(const std::string& layer) const
{
    const auto found =
        std::find_if(layers.begin(), layers.end(), [&](const LayerProfile& own) { return own.id == layer; });
    return found == layers.end() ? nullptr : &*found;
}

Recipe withOnValues(const Recipe& recipe, const ActivationProfile& profile)
{
    Recipe filled = recipe;
    const SchemeCall call = recipe.scheme.value_or(SchemeCall{});
    for (Edit& edit : filled.edits) {
        const LayerProfile* layer = profile.find(edit.layer);
        if (edit.action != EditAction::On || edit.value || !layer || edit.unit >= layer->units())
            continue;
        edit.value = layer->onValue(edit.unit, call.gamma, call.statistic);
        if (edit.region)
            for (Cell& cell : edit.region->cells)
                if (!cell.value)
                    cell.value = layer->cellOnValue(edit.unit, cell, call.gamma, call.statistic);
    }
    return filled;
}

} // namespace flipside
