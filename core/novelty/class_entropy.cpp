// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/class_entropy.h"

#include <cmath>

namespace flipside {

std::vector<float> classEntropies(std::span<const float> probabilities, std::size_t classes)
{
    std::vector<float> entropies;
    entropies.reserve(probabilities.size() / classes);
    for (; !probabilities.empty(); probabilities = probabilities.subspan(classes)) {
        double entropy = 0.0;
        for (const float p : probabilities.first(classes))
            if (p > 0.0f)
                entropy -= double(p) * std::log2(double(p));
        entropies.push_back(float(entropy));
    }
    return entropies;
}

SetSums inceptionSums(std::span<const float> probabilities, std::size_t classes)
{
    SetSums result{probabilities.size() / classes, std::vector<double>(1 + classes, 0.0)};
    for (std::size_t i = 0; i < probabilities.size(); ++i) {
        const double p = probabilities[i];
        result.sums[1 + i % classes] += p;
        if (p > 0.0)
            result.sums[0] += p * std::log(p);
    }
    return result;
}

double inceptionScore(const SetSums& sums)
{
    if (sums.samples == 0 || sums.sums.empty())
        return 0.0;
    const double n = double(sums.samples);
    double marginal = 0.0; // Σ p(y) ln p(y)
    for (const double sum : std::span(sums.sums).subspan(1))
        if (sum > 0.0)
            marginal += sum / n * std::log(sum / n);
    return std::exp(sums.sums[0] / n - marginal);
}

} // namespace flipside
