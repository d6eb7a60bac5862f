// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/novelty/set_sums.h"

#include <cstddef>
#include <span>
#include <vector>

namespace flipside {

/// In-domain classifier entropy, ICE = -Σ p_i log2 p_i in bits (long paper, section 3): one number for each
/// row of `probabilities` (n × classes).
std::vector<float> classEntropies(std::span<const float> probabilities, std::size_t classes);

/// What the Inception Score needs to know of samples, of which each row of `probabilities` (n × classes) is
/// one: Σ over samples and classes of p ln p, and then for each class Σ over samples of p.
SetSums inceptionSums(std::span<const float> probabilities, std::size_t classes);
/// exp(E[KL(p(y|x) ‖ p(y))]) (Salimans et al., 2016, section 4), 1 to the number of classes; 0 without
/// samples.
double inceptionScore(const SetSums& sums);

} // namespace flipside
