// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/labels/picture_labels.h"

#include <optional>
#include <string>

namespace flipside {

// What the long paper prints of people's labels, by the bundled model that stands for the paper's. Nothing
// where it prints no number.

/// Table 1: the share, 0 to 1, of a scheme's pictures with this label; 5 neurons of the 3rd hidden layer.
std::optional<double> publishedShare(const std::string& model, const std::string& scheme, PictureLabel label);

/// Table 2: the mean of a metric (novelty/metric.h) over the pictures with this label, whatever their scheme.
/// Of the union it has the entropies of two classifiers, "ice:mnist" and "ice:fashion-mnist".
std::optional<double> publishedMean(const std::string& model, PictureLabel label, const std::string& metric);

/// Section 6: the accuracy of the creativity classifier in 10-fold cross-validation, 0 to 1.
struct PublishedAccuracy {
    double allMetrics = 0.0;
    double bestMetric = 0.0; ///< with the best single one, which the paper does not name
};
std::optional<PublishedAccuracy> publishedAccuracy(const std::string& model);

/// What the paper says of its tests between schemes, a sentence; it prints no statistics.
inline constexpr const char* publishedTests = "The long paper's tests (section 6) tell low-active pictures "
                                              "from those of each other scheme with p < 0.05, "
                                              "but not from random ones on the model of both datasets.";

/// How the published means of the in-domain score are to be read, a sentence.
inline constexpr const char* publishedInDomain =
    "In-domain scores compare by their order only: the paper names no parameters.";

} // namespace flipside
