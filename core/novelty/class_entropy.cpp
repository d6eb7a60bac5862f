// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/class_entropy.h"

#include <algorithm>
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

void InceptionSums::add(std::span<const float> rows, std::size_t classes)
{
    probabilities.resize(std::max(probabilities.size(), classes), 0.0);
    samples += rows.size() / classes;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const double p = rows[i];
        probabilities[i % classes] += p;
        if (p > 0.0)
            negativeEntropy += p * std::log(p);
    }
}

void InceptionSums::add(const InceptionSums& other)
{
    probabilities.resize(std::max(probabilities.size(), other.probabilities.size()), 0.0);
    samples += other.samples;
    negativeEntropy += other.negativeEntropy;
    for (std::size_t i = 0; i < other.probabilities.size(); ++i)
        probabilities[i] += other.probabilities[i];
}

double InceptionSums::score() const
{
    if (samples == 0)
        return 0.0;
    const double n = double(samples);
    double marginal = 0.0; // Σ p(y) ln p(y)
    for (const double sum : probabilities)
        if (sum > 0.0)
            marginal += sum / n * std::log(sum / n);
    return std::exp(negativeEntropy / n - marginal);
}

} // namespace flipside
