// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace flipside {

/// [picture][metric]
using MetricTable = std::vector<std::vector<double>>;

/// The creativity classifier (long paper, section 6): L1-regularised logistic regression that tells creative
/// pictures from the rest by their metrics x. With x̂ = (x − mean) / standard deviation over the training
/// pictures it minimises |w|₁ + |b| + C Σ c log(1 + exp(−y (w·x̂ + b))), y = 1 for creative pictures and −1
/// for the rest (liblinear). The papers name no C; here it is 1, liblinear's own. The weight c of a picture
/// makes both kinds count the same, n / 2 each, however few are creative.
class CreativityClassifier {
public:
    /// `pictures` is n × m, `creative` has n. Throws ArgumentError where all are creative or none is, or
    /// there is no metric.
    static CreativityClassifier train(const MetricTable& pictures, const std::vector<bool>& creative);

    /// How probably a picture with these m metrics is creative, 0 to 1.
    double probability(std::span<const double> metrics) const;
    /// Of the standardised metrics: positive where more of it means creative, 0 where it does not help.
    const std::vector<double>& weights() const { return _weights; }
    double bias() const { return _bias; }

private:
    std::vector<double> _means;
    std::vector<double> _deviations; ///< 1 for a metric that is the same for all
    std::vector<double> _weights;
    double _bias = 0.0;
};

inline constexpr int creativityFolds = 10;

/// The fold of each picture, 0 to creativityFolds - 1: every fold has as many creative pictures as any other,
/// or one more, and as many pictures.
std::vector<int> stratifiedFolds(const std::vector<bool>& creative, std::uint64_t seed);

/// Mean balanced accuracy over the folds of a stratified 10-fold cross-validation, in which each fold is told
/// by a classifier of the nine others. Balanced is the mean of the shares of creative pictures and of others
/// that are told right: 0.5 for guessing, and plain accuracy where there are as many of both. The paper says
/// "accuracy", and its 71.0 % cannot be plain: at most 27 % of any scheme's pictures were creative (Table 1),
/// so that always saying "not creative" is right more often. Throws ArgumentError where fewer than 10
/// pictures are creative, or are not.
double balancedAccuracy(const MetricTable& pictures, const std::vector<bool>& creative, std::uint64_t seed);

} // namespace flipside
