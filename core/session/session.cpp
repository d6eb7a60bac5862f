// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/session.h"

#include <algorithm>
#include <type_traits>
#include <unordered_set>

namespace flipside {

std::vector<const Recipe*> History::recipes() const
{
    std::vector<const Recipe*> found;
    std::unordered_set<const GalleryItem*> pictures; // which most galleries share
    const auto add = [&]<typename Part>(const Part& part) {
        if constexpr (std::is_same_v<Part, Recipe>)
            found.push_back(&part);
        else if constexpr (std::is_same_v<Part, GalleryItems>)
            for (const auto& item : part) {
                if (pictures.insert(item.get()).second)
                    found.push_back(&item->recipe);
            }
        else
            for (const Keyframe& keyframe : part.keyframes)
                found.push_back(&keyframe.recipe);
    };
    if (recipe)
        add(*recipe);
    if (gallery)
        add(*gallery);
    if (timeline)
        add(*timeline);
    for (const Step& step : steps)
        std::visit(add, step.result);
    return found;
}

const ModelReference* Session::findModel(const std::string& id) const
{
    const auto found =
        std::find_if(models.begin(), models.end(), [&](const ModelReference& own) { return own.id == id; });
    return found == models.end() ? nullptr : &*found;
}

} // namespace flipside
