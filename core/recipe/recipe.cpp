// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recipe/recipe.h"

#include "core/base/error.h"

#include <algorithm>

namespace flipside {

const Edit* Recipe::findEdit(const std::string& layer, int unit) const
{
    const auto found = std::find_if(edits.begin(), edits.end(), [&](const Edit& edit) {
        return edit.unit == unit && edit.layer == layer;
    });
    return found == edits.end() ? nullptr : &*found;
}

Recipe Recipe::withEdit(const Edit& edit) const
{
    Recipe next = *this;
    const auto found = std::find_if(next.edits.begin(), next.edits.end(), [&](const Edit& other) {
        return other.unit == edit.unit && other.layer == edit.layer;
    });
    if (found == next.edits.end())
        next.edits.push_back(edit);
    else
        *found = edit;
    return next;
}

Recipe Recipe::withoutEdit(const std::string& layer, int unit) const
{
    Recipe next = *this;
    std::erase_if(next.edits, [&](const Edit& edit) { return edit.unit == unit && edit.layer == layer; });
    return next;
}

std::string toString(EditAction action)
{
    switch (action) {
    case EditAction::On:
        return "on";
    case EditAction::Off:
        return "off";
    case EditAction::Value:
        return "value";
    }
    return {};
}

} // namespace flipside
