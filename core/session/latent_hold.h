// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace flipside {

/// How somebody holds a model's latent while they move it. No part of the picture, which the recipe describes
/// alone: only of what the next movement does.
struct LatentHold {
    double psi = 1.0;        ///< truncation ψ in [0, 1]
    std::vector<float> base; ///< [dimension], z = ψ · base; empty where ψ is 1 and z is its own base
    std::vector<int> locked; ///< the dimensions that stay, ascending
    std::optional<std::uint64_t> seed; ///< that is offered to draw with; empty for the one models start with

    /// [dimension], up to the last one that stays.
    std::vector<bool> mask() const;
    bool operator==(const LatentHold&) const = default;
};

/// {"psi":0.5,"base":[…],"locked":[0,3],"seed":17}.
nlohmann::json toJson(const LatentHold& hold);
/// Throws Error naming `where` and what is wrong.
LatentHold latentHoldFromJson(const nlohmann::json& json, const std::string& where);

} // namespace flipside
