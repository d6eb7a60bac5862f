// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/instrument/instrument.h"
#include "core/picture/image.h"
#include "core/variation/sheet_places.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace flipside {

/// What makes the pictures of a sheet differ from the one that they are around.
enum class VariationKind {
    SchemeRolls, ///< the scheme's choices with other seeds
    LatentSteps, ///< z, moved the further the further a cell is from the centre
    SingleFlips, ///< one neuron of a layer flipped, those first that change the picture most
};

inline constexpr int smallestSheet = 3;
inline constexpr int largestSheet = 8;
/// The strength at which flips are as strong as the call, or a flip by hand, makes them.
inline constexpr double standardStrength = 0.5;

/// A sheet of variations around a recipe. Equal wishes give equal sheets.
struct VariationWish {
    Recipe around;
    VariationKind kind = VariationKind::SchemeRolls;
    int side = 5; ///< rows and columns, smallestSheet to largestSheet
    /// In [0, 1]. A step in z has the size strength × the cell's distance (variation/latent_steps.h). On
    /// values are scaled: γ of rolls, and those of single flips, are 2 × strength times what they else are.
    double strength = standardStrength;
    std::uint64_t seed = 0;          ///< the sheet's; the call's own is not used
    SchemeCall call;                 ///< of rolls
    int layer = 0;                   ///< of single flips
    std::vector<bool> lockedLatents; ///< [axis] of z (LatentAxes), stay; those beyond its end are free
    /// Rolls leave z alone; otherwise it also moves as in steps, or to where the scheme chooses.
    bool keepLatent = true;
    /// Rolls add to the recipe's edits instead of replacing them; single flips leave edited units alone
    /// instead of releasing them; steps keep all edits instead of dropping each by chance, half as likely as
    /// the step is large.
    bool keepEdits = false;

    bool operator==(const VariationWish&) const = default;
};

/// One picture of a sheet.
struct Variation {
    Recipe recipe;
    Image image;
    double change = 0.0;     ///< L2 distance of its picture to the one in the middle
    std::optional<int> unit; ///< the one that a single flip flips, or releases
};

/// What has become known: where it goes, and what is there now.
struct PlacedVariation {
    SheetPlace place;
    std::shared_ptr<const Variation> variation;
};
/// `present` is the picture that all are around, the same in every call.
using TellVariations = std::function<void(const std::shared_ptr<const Variation>& present,
                                          const std::vector<PlacedVariation>& placed)>;

/// Makes the sheet and tells it in batches of about a row, nearest to the centre first. Single flips are
/// ranked as they come: a place is told again when another unit turns out to belong there. Where there are
/// fewer units than places, the last places stay empty; without a profile, which knows on values, no unit is
/// flipped on. Throws Error where the recipe cannot be played or the model lacks what the scheme needs,
/// ArgumentError where the wish is out of range, Cancelled at the next layer once `stop` asks for it.
void makeVariations(Instrument& instrument, const VariationWish& wish, const TellVariations& tell,
                    const std::stop_token& stop = {});

} // namespace flipside
