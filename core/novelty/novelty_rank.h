// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model_card.h"
#include "core/novelty/metric.h"

#include <map>
#include <optional>
#include <string>

namespace flipside {

/// The share of a model's regular samples that are less novel than a picture with this value of the metric, 0
/// to 1; below 0 and above 1 where it lies outside all of them (TypicalRange::shareBelow). Pictures of
/// several models, and by several metrics, compare by it.
double shareLessNovel(const Metric& metric, const TypicalRange& regular, double value);

/// The number that a picture's novelty is told by.
struct NoveltyRank {
    const Metric* metric = nullptr; ///< never null, and there as long as the program
    double value = 0.0;
    std::optional<double> shareLessNovel; ///< nothing where it is not known what is typical of the model
};

/// Of what was measured of a picture, by metric, the first that pictures are compared by
/// (Metric::comparesPictures); nothing where there is none. `typical` is its model's.
std::optional<NoveltyRank> noveltyRank(const std::map<std::string, double>& measured,
                                       const TypicalRanges& typical);

/// Whether a picture is less novel than another: by shares where both are known. One whose share is not known
/// comes before all of those; two of them compare by their values, metric by metric.
bool isLessNovel(const NoveltyRank& one, const NoveltyRank& other);

} // namespace flipside
