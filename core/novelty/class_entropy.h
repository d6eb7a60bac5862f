// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace flipside {

/// In-domain classifier entropy, ICE = -Σ p_i log2 p_i in bits (long paper, section 3): one number for each
/// row of `probabilities` (n × classes).
std::vector<float> classEntropies(std::span<const float> probabilities, std::size_t classes);

/// What the Inception Score needs to know of samples, in memory that does not depend on how many there are;
/// sums of parts are the sum of the whole.
struct InceptionSums {
    std::size_t samples = 0;
    double negativeEntropy = 0.0;      ///< Σ over samples and classes of p ln p
    std::vector<double> probabilities; ///< [class], Σ over samples of p

    void add(std::span<const float> rows, std::size_t classes);
    void add(const InceptionSums& other);
    /// exp(E[KL(p(y|x) ‖ p(y))]) (Salimans et al., 2016, section 4), 1 to the number of classes; 0 without
    /// samples.
    double score() const;
};

} // namespace flipside
