// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/novelty/set_sums.h"

#include <cstddef>
#include <span>

namespace flipside {

// Friedman and Dieng, "The Vendi Score: A Diversity Evaluation Metric for Machine Learning", 2023, section 3,
// with the cosine of features for similarity: the n × n matrix of similarities has the eigenvalues of the
// features' own d × d one, which is a sum over pictures.

/// Σ x̂ x̂ᵀ, row by row, of the features x̂ with length 1; `features` is n × length.
SetSums vendiSums(std::span<const float> features, std::size_t length);
/// As how many things that have nothing in common they vary: 1 to n; 0 without samples.
double vendiScore(const SetSums& sums);

} // namespace flipside
