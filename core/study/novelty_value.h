// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/novelty/metric.h"
#include "core/recipe/recipe.h"
#include "core/study/study.h"

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace flipside {

// Creative is what is novel and still worth something (long paper, section 1): how much of the one a way of
// flipping gives for how much of the other.

/// By what novelty and value of a model's pictures are measured, of what its folder and this machine have:
/// novelty among the model's own pictures, in features; value by its critic, by how near real pictures they
/// are, or by how clearly they show a class.
struct NoveltyValueMetrics {
    std::string novelty;
    std::string value;
};
/// Throws Error where the model has nothing that tells what its pictures are worth.
NoveltyValueMetrics noveltyValueMetrics(const ModelFolder& folder);

/// Every scheme that the model can have, in every layer, with every pattern, and some γ and numbers of
/// neurons; and regular pictures. Throws Error as noveltyValueMetrics() does, and where the model has no
/// profile.
StudyPlan noveltyValuePlan(const std::string& model, std::size_t samples, std::uint64_t seed);

/// What a mean of a metric of value is worth; higher is worth more, also where the metric says less. A critic
/// tells made pictures from real ones, so a mean above the `regular` pictures' is as far from what it knows
/// as one below: flips find its holes (a colour cast over all of a painting has 30 times their score), and
/// that is no merit.
double worth(const Metric& metric, double mean, double regular);

/// What came out for one way of flipping.
struct NoveltyValuePoint {
    SchemeCall call; ///< its layer is named
    double novelty = 0.0;
    double value = 0.0; ///< the metric's mean
    double worth = 0.0;
    double blank = 0.0;   ///< share of pictures with nothing to see
    bool onFront = false; ///< no other point is more novel and worth more
};

struct NoveltyValue {
    std::string model; ///< id
    NoveltyValueMetrics metrics;
    std::uint64_t samples = 0; ///< of each point
    NoveltyValuePoint regular;
    std::vector<NoveltyValuePoint> points; ///< in the plan's order
    /// The way of the papers: constant, low-active, 5 neurons, γ = 2, in the model's default layer.
    std::optional<std::size_t> papers;
    /// At least as novel as the papers' way and worth most, among those of which at most
    /// mostBlank of the pictures show nothing; empty where none is.
    std::optional<std::size_t> best;
};

inline constexpr double mostBlank = 0.02;

/// Of the results of a noveltyValuePlan().
NoveltyValue noveltyValueOf(const StudyResults& results);

/// model,scheme,layer,pattern,gamma,neurons,novelty,value,worth,blank,n,front
std::string toCsv(const std::vector<NoveltyValue>& studies);
nlohmann::json toJson(const NoveltyValue& study);

} // namespace flipside
