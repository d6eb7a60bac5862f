// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recipe/recipe.h"
#include "core/variation/latent_axes.h"

#include <cstdint>
#include <vector>

namespace flipside {

/// Children of the same parents: all that is needed to have the same ones again.
struct Generation {
    std::vector<Recipe> parents; ///< one or more, of one model
    double mutation = 0.1;       ///< in [0, 1]: how far chance leads away from the parents
    std::uint64_t seed = 0;
    int from = -1; ///< index of the generation whose children the parents are; -1: they come from elsewhere

    bool operator==(const Generation&) const = default;
};

/// Throws ArgumentError unless there are parents, all of one model and with latents of one length.
void checkParents(const std::vector<Recipe>& parents);

/// The child of this index, of parents that pass checkParents(). Its z lies between the parents' (spherical
/// interpolation with random weights, motion/slerp.h), and each unit that any of them edits is taken from one
/// of them as it is there. Mutation m then moves z along its axes by a latentStep() of size m, and drops each
/// edit with probability m / 2.
Recipe child(const Generation& generation, int index, const LatentAxes& axes = {});

} // namespace flipside
