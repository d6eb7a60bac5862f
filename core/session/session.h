// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/motion/timeline.h"
#include "core/recipe/recipe.h"
#include "core/session/latent_hold.h"
#include "core/variation/breeding.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

namespace flipside {

/// A picture that somebody kept: its recipe, how it looks, and what they said about it.
struct GalleryItem {
    std::uint64_t id = 0; ///< of this item alone in its session, above 0
    Recipe recipe;
    std::string thumbnail; ///< a PNG file's bytes
    std::string name;
    std::string note;
    bool starred = false;
    std::int64_t kept = 0;                 ///< when, in milliseconds since 1970 (UTC)
    std::map<std::string, double> metrics; ///< of the picture, by name ("dr"), where they were known

    bool operator==(const GalleryItem&) const = default;
};

/// In the user's order. Items are shared and never changed, so a gallery of a thousand is copied for the
/// price of a thousand pointers, and two galleries are equal where they hold the same items.
using GalleryItems = std::vector<std::shared_ptr<const GalleryItem>>;

/// A model that a session uses, and what it needs to be found again.
struct ModelReference {
    std::string id;
    std::string hash;   ///< SHA-256 of decoder.pt; empty where the card has none
    std::string folder; ///< where it was last

    bool operator==(const ModelReference&) const = default;
};

/// The end of the undo history: what the parts of a session were, and the steps to what they are and back.
struct History {
    struct Step {
        std::string text;                                    ///< what was done, in the words of the menu
        std::variant<Recipe, GalleryItems, Timeline> result; ///< what became of the part that it changed

        bool operator==(const Step&) const = default;
    };
    /// Each part before the first step that changes it; empty where none does.
    std::optional<Recipe> recipe;
    std::optional<GalleryItems> gallery;
    std::optional<Timeline> timeline;
    std::vector<Step> steps;
    std::size_t done = 0; ///< how many of the steps have not been undone

    bool operator==(const History&) const = default;

    /// Calls visit(text, before, after) for every step, with two recipes, galleries or timelines.
    template <typename Visitor>
    void visitSteps(const Visitor& visit) const;
    /// Every recipe, those of keyframes and once those of pictures included.
    std::vector<const Recipe*> recipes() const;
};

template <typename Visitor>
void History::visitSteps(const Visitor& visit) const
{
    std::tuple<const Recipe*, const GalleryItems*, const Timeline*> now{
        recipe ? &*recipe : nullptr, gallery ? &*gallery : nullptr, timeline ? &*timeline : nullptr};
    for (const Step& step : steps)
        std::visit(
            [&]<typename Part>(const Part& result) {
                const Part*& before = std::get<const Part*>(now);
                visit(step.text, *before, result);
                before = &result;
            },
            step.result);
}

/// Everything that a person works on: what a .flipside file holds.
struct Session {
    std::vector<ModelReference> models;        ///< every model that something below is of
    std::optional<Recipe> recipe;              ///< the present one; empty before the first model is open
    std::map<std::string, LatentHold> latents; ///< of models by id, where they are not as at first
    History history;
    GalleryItems gallery;
    Timeline timeline;
    std::vector<Generation> generations; ///< of breeding; each names the one that it came from

    bool operator==(const Session&) const = default;

    const ModelReference* findModel(const std::string& id) const;
};

} // namespace flipside
