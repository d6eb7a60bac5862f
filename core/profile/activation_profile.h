// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/layer_profile.h"
#include "core/recipe/recipe.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace flipside {

/// What every layer did over the training data: percent activation, statistics, correlation, class activation
/// (METHOD, Words; long paper, section 4).
struct ActivationProfile {
    std::string data; ///< dataset name, or "prior" for a model without encoder
    std::uint64_t samples = 0;
    std::vector<std::string> classNames;
    std::vector<LayerProfile> layers; ///< from z to image

    /// Null where there is no such layer.
    const LayerProfile* find(const std::string& layer) const;

    /// CBOR (RFC 8949), whole or not at all: a map with the arrays as byte strings of little-endian numbers.
    void write(const std::filesystem::path& path) const;
    /// Throws Error for a file that is damaged or whose arrays disagree.
    static ActivationProfile read(const std::filesystem::path& path);
};

/// Fills in the value of every On edit that has none, and of its region's cells: γ · s with the recipe's
/// scheme's γ and s, or 2 · max.
/// Edits of layers that the profile does not know stay as they are.
Recipe withOnValues(const Recipe& recipe, const ActivationProfile& profile);

} // namespace flipside
