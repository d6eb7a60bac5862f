// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/labels/label_study.h"

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace flipside {

/// What a number of a report of labels says.
enum class LabelFigure {
    Share,      ///< of a scheme's pictures, with a label; 0 to 1
    Mean,       ///< of a metric over the pictures with a label
    ChiSquared, ///< p of the chi-squared test between schemes
    G,          ///< p of the G-test
    Accuracy,   ///< balanced, of the creativity classifier, with all metrics or with one; 0 to 1
};

/// "share", "mean", "chi-squared p", "G p", "balanced accuracy"
std::string toString(LabelFigure figure);

/// One number of a report, beside the one that the long paper prints.
struct LabelRow {
    std::string model;
    LabelFigure figure = LabelFigure::Share;
    std::vector<std::string> schemes; ///< empty where all pictures count
    std::optional<PictureLabel> label;
    std::string metric; ///< empty for an accuracy with all of them
    double measured = 0.0;
    std::optional<double> published; ///< the best single metric's stands beside the best one here
    std::size_t pictures = 0;        ///< that the number is made from
};

/// All numbers, model by model.
std::vector<LabelRow> rowsOf(const LabelReport& report);

/// What must be known to read the numbers right, a sentence each.
std::vector<std::string> notesOf(const LabelReport& report);

/// Tables for people, with the published numbers in brackets.
std::string toText(const LabelReport& report);
/// model,number,scheme,label,metric,measured,published,pictures
std::string toCsv(const std::vector<LabelRow>& rows);
/// Everything, each picture's votes and metrics too, with what is needed to repeat it.
nlohmann::json toJson(const LabelReport& report);

} // namespace flipside
