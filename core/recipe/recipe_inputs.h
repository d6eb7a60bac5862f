// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

namespace flipside {

/// What a recipe gives a network beside its latent, by the input's name: a weight for each class, or the
/// numbers of a setting. What is not there is at its standard.
using RecipeInputs = std::map<std::string, std::vector<float>>;

/// Between two: each input by itself, linearly; one that only one of them has stays as it is there. `share`
/// is 0 at the first, 1 at the second.
RecipeInputs mixedInputs(const RecipeInputs& from, const RecipeInputs& to, double share);

} // namespace flipside
