// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace flipside {

/// The statistic s of a neuron's training activations that its on value is γ times of (long paper, section 4,
/// Neuron flipping): the maximum, the mean or a percentile.
struct Statistic {
    enum class Kind { Max, Mean, Percentile };

    Kind kind = Kind::Max;
    double percent = 0.0; ///< of a percentile, in (0, 100]; 0 for the others

    static const Statistic Max;
    static const Statistic Mean;
    /// Throws ArgumentError for a number that is not in (0, 100].
    static Statistic percentile(double percent);

    bool operator==(const Statistic&) const = default;
};

inline constexpr Statistic Statistic::Max{};
inline constexpr Statistic Statistic::Mean{Kind::Mean};

std::string toString(Statistic statistic); ///< "max", "mean", "p95", "p99.5"
/// Reads what toString() writes; throws ArgumentError.
Statistic statisticFrom(const std::string& text);

} // namespace flipside
