// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recipe/recipe.h"

#include <cstdint>
#include <limits>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace flipside {

/// What a model shows first: a latent, and neurons that are flipped already, so that one sees at once what a
/// flip does. A recipe without its model and with a seed for its z. In a card:
/// "first-sight": {"seed": 596, "edits": […], "scheme": {…}, "order": 1}.
struct FirstSight {
    static constexpr int last = std::numeric_limits<int>::max();

    std::uint64_t seed = 0;           ///< the latent is the first that this seed draws from the prior
    std::vector<Edit> edits;          ///< with actions On, whose values the profile knows, or as in a recipe
    std::optional<SchemeCall> scheme; ///< that chose them
    /// The program opens on the model with the lowest, 0 or more, where none is remembered.
    int order = last;

    bool operator==(const FirstSight&) const = default;
};

nlohmann::json toJson(const FirstSight& sight);
/// Throws Error naming `where` and the part of it that is wrong. Whether the model has such neurons is not
/// looked at (model/check_recipe.h).
FirstSight firstSightFromJson(const nlohmann::json& json, const std::string& where);

} // namespace flipside
