// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recipe/recipe.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace flipside {

/// What a hand does to neurons.
enum class Flip { On, Off, Release };

// Recipes after a change by hand. The scheme says how all the edits were chosen; it is no longer true of any
// of these, and they have none.

/// How channels that are switched on spread over their maps.
struct Spread {
    Pattern pattern = Pattern::Constant;
    std::uint64_t seed = 0; ///< of the exemplars
};

/// `units` of a layer are flipped, or released. On values are not filled in.
Recipe withFlips(const Recipe& recipe, const std::string& layer, std::span<const int> units, Flip flip,
                 const Spread& spread = {});
/// `units` of a layer are held at `value`.
Recipe withValues(const Recipe& recipe, const std::string& layer, std::span<const int> units, float value);
/// One place of a channel's map is flipped: to the other of on and off than it is now, or as the channel's
/// flip has it. Where it is flipped already it is released, and the flip with its last place.
Recipe withFlippedPlace(const Recipe& recipe, const std::string& layer, int unit, const Cell& place,
                        bool isOn);
/// Nothing is flipped.
Recipe withoutFlips(const Recipe& recipe);

/// Which edits a brush is for.
using EditFilter = std::function<bool(const Edit&)>;
/// The flips that `isMeant` apply where the dabs are as well; one that applied everywhere, only there.
Recipe withPaint(const Recipe& recipe, const EditFilter& isMeant, std::span<const Dab> dabs);
/// The flips that `isMeant` do not apply where the dabs are, on pictures of height × width; those with
/// nowhere left are released.
Recipe withoutPaint(const Recipe& recipe, const EditFilter& isMeant, std::span<const Dab> dabs, int height,
                    int width);

} // namespace flipside
