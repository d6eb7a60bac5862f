// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/creativity_classifier.h"

#include "core/base/error.h"
#include "core/base/random.h"

#include <linear.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <utility>

namespace flipside {

namespace {

constexpr double cost = 1.0; ///< C
/// liblinear visits the weights in an order that the C library's rand() chooses, which belongs to the whole
/// program. So the minimum is found far more exactly than anyone needs, and what is left of the order is
/// rounded away: the same pictures give the same weights, whatever else the program does.
constexpr double tightTolerance = 1e-11;
constexpr double weightStep = 1e-6;
/// A metric that spreads less than this share of its mean is the same for all pictures, but for rounding.
constexpr double smallestSpread = 1e-9;

void printNothing(const char*) {}

struct LinearModelDeleter {
    void operator()(::model* trained) const { free_and_destroy_model(&trained); }
};

double rounded(double weight)
{
    return std::round(weight / weightStep) * weightStep;
}

/// A row of features as liblinear takes it: the standardised metrics, the 1 of the bias, the end.
std::vector<feature_node> linearRow(std::span<const double> metrics, std::span<const double> means,
                                    std::span<const double> deviations)
{
    std::vector<feature_node> row;
    for (std::size_t m = 0; m < metrics.size(); ++m)
        row.push_back({int(m) + 1, (metrics[m] - means[m]) / deviations[m]});
    row.push_back({int(metrics.size()) + 1, 1.0});
    row.push_back({-1, 0.0});
    return row;
}

void shuffle(std::vector<std::size_t>& places, Random& random)
{
    for (std::size_t i = places.size(); i > 1; --i)
        std::swap(places[i - 1], places[random.below(i)]);
}

} // namespace

CreativityClassifier CreativityClassifier::train(const MetricTable& pictures,
                                                 const std::vector<bool>& creative)
{
    const auto creativeOnes = std::count(creative.begin(), creative.end(), true);
    if (pictures.empty() || pictures.front().empty() || creativeOnes == 0 ||
        std::size_t(creativeOnes) == creative.size())
        throw ArgumentError("a classifier needs pictures with metrics, creative ones and others; label more");
    const std::size_t metrics = pictures.front().size();
    const double count = double(pictures.size());
    CreativityClassifier classifier;
    for (std::size_t m = 0; m < metrics; ++m) {
        double sum = 0.0;
        for (const auto& picture : pictures)
            sum += picture[m];
        double squares = 0.0;
        for (const auto& picture : pictures)
            squares += (picture[m] - sum / count) * (picture[m] - sum / count);
        classifier._means.push_back(sum / count);
        const double deviation = std::sqrt(squares / count);
        classifier._deviations.push_back(deviation > smallestSpread * std::abs(sum / count) ? deviation
                                                                                            : 1.0);
    }

    std::vector<std::vector<feature_node>> rows;
    std::vector<feature_node*> pointers;
    std::vector<double> answers;
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        rows.push_back(linearRow(pictures[i], classifier._means, classifier._deviations));
        pointers.push_back(rows.back().data()); // stays, as moving a vector does not move what it holds
        answers.push_back(creative[i] ? 1.0 : -1.0);
    }
    const ::problem problem{int(pictures.size()), int(metrics) + 1, answers.data(), pointers.data(), 1.0};
    ::parameter parameter{};
    parameter.solver_type = L1R_LR;
    parameter.C = cost;
    parameter.eps = tightTolerance;
    std::array<int, 2> kinds{1, -1};
    std::array<double, 2> weightOfKinds{0.5 * count / double(creativeOnes),
                                        0.5 * count / (count - double(creativeOnes))};
    parameter.nr_weight = int(kinds.size());
    parameter.weight_label = kinds.data();
    parameter.weight = weightOfKinds.data();
    set_print_string_function(&printNothing);
    const std::unique_ptr<::model, LinearModelDeleter> trained(::train(&problem, &parameter));
    // What liblinear saw first is what its weights speak for.
    const double sign = trained->label[0] > 0 ? 1.0 : -1.0;
    for (std::size_t m = 0; m < metrics; ++m)
        classifier._weights.push_back(sign * rounded(trained->w[m]));
    classifier._bias = sign * rounded(trained->w[metrics]);
    return classifier;
}

double CreativityClassifier::probability(std::span<const double> metrics) const
{
    double sum = _bias;
    for (std::size_t m = 0; m < _weights.size(); ++m)
        sum += _weights[m] * (metrics[m] - _means[m]) / _deviations[m];
    return 1.0 / (1.0 + std::exp(-sum));
}

std::vector<int> stratifiedFolds(const std::vector<bool>& creative, std::uint64_t seed)
{
    Random random(seed);
    std::vector<int> folds(creative.size());
    std::size_t dealt = 0;
    for (const bool kind : {true, false}) {
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i < creative.size(); ++i)
            if (creative[i] == kind)
                places.push_back(i);
        shuffle(places, random);
        for (const std::size_t place : places)
            folds[place] = int(dealt++ % creativityFolds);
    }
    return folds;
}

double balancedAccuracy(const MetricTable& pictures, const std::vector<bool>& creative, std::uint64_t seed)
{
    const auto creativeOnes = std::size_t(std::count(creative.begin(), creative.end(), true));
    if (std::min(creativeOnes, creative.size() - creativeOnes) < creativityFolds)
        throw ArgumentError("cross-validation needs " + std::to_string(creativityFolds) +
                            " creative pictures and as many others, and there are " +
                            std::to_string(creativeOnes) + " and " +
                            std::to_string(creative.size() - creativeOnes) + "; label more");
    const std::vector<int> folds = stratifiedFolds(creative, seed);
    double accuracies = 0.0;
    for (int fold = 0; fold < creativityFolds; ++fold) {
        MetricTable others;
        std::vector<bool> othersCreative;
        for (std::size_t i = 0; i < pictures.size(); ++i)
            if (folds[i] != fold) {
                others.push_back(pictures[i]);
                othersCreative.push_back(creative[i]);
            }
        const CreativityClassifier classifier = CreativityClassifier::train(others, othersCreative);
        std::array<double, 2> right{};
        std::array<double, 2> all{};
        for (std::size_t i = 0; i < pictures.size(); ++i)
            if (folds[i] == fold) {
                right[creative[i]] += (classifier.probability(pictures[i]) > 0.5) == creative[i] ? 1.0 : 0.0;
                all[creative[i]] += 1.0;
            }
        accuracies += 0.5 * (right[0] / all[0] + right[1] / all[1]);
    }
    return accuracies / creativityFolds;
}

} // namespace flipside
