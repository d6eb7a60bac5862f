// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/cell_profile.h"
#include "core/profile/map_patterns.h"
#include "core/recipe/recipe.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace flipside {

/// Below this percent activation a neuron is dead (METHOD, Words).
inline constexpr double deadBelow = 1e-4;

/// Layers with more units than this have no correlations: their number grows with the square, and 4096 units
/// need 16 MB on disk.
inline constexpr int mostCorrelatedUnits = 4096;

/// A neuron's training activations in equal bins.
struct Histogram {
    float low = 0.0f;      ///< left edge of the first bin
    float binWidth = 0.0f; ///< 0 where nothing was counted
    std::vector<std::uint32_t> counts;

    /// The value below which `percent` of 100 of the activations lie, to the width of a bin. `off` is the
    /// share of them that are off, in [0, 1]: where a bin begins at 0, as a rectified unit's first one does,
    /// they are taken to be 0.
    double percentile(double percent, double off) const;
};

/// What one layer's units did over the training data. For a convolutional layer a unit is a channel, its
/// activation the mean over its map, and its percent activation the mean over the places of its map: each of
/// them is a neuron of the papers.
struct LayerProfile {
    std::string id;
    std::vector<float> percentActivation; ///< [unit], a_kj in [0, 1]
    std::vector<float> maximum;           ///< [unit]
    std::vector<float> mean;
    std::vector<float> minimum;
    std::vector<float> deviation; ///< standard deviation
    std::vector<Histogram> histograms;
    std::vector<std::vector<float>>
        classActivation; ///< [class][unit], percent activation; empty without labels
    /// Upper triangle without diagonal, row by row, × 32767; empty above mostCorrelatedUnits.
    std::vector<std::int16_t> packedCorrelation;
    std::optional<MapPatterns> patterns; ///< of a convolutional layer that is profiled cell by cell
    std::optional<CellProfile> cells;    ///< of a convolutional layer with at most mostProfiledCells places

    int units() const { return int(percentActivation.size()); }
    bool dead(int unit) const { return percentActivation[std::size_t(unit)] < deadBelow; }
    int deadCount() const;
    /// Pearson correlation R^k of two units, in [-1, 1] to 3e-5; 0 where either is constant or the layer is
    /// too wide to have any.
    float correlation(int a, int b) const;
    /// o_kj = γ · s (long paper, section 4, Neuron flipping).
    float onValue(int unit, double gamma, Statistic statistic) const;
    /// s of the unit's training activations; a percentile is known to a bin of its histogram. Throws
    /// ArgumentError for a percentile where the layer has no histograms (cellByCell()).
    double activation(int unit, Statistic statistic) const;
    /// The same of one place of a unit's map; nothing where the layer's cells are not known. Throws
    /// ArgumentError for a percentile, of which cells have none.
    std::optional<float> cellOnValue(int unit, const Cell& cell, double gamma, Statistic statistic) const;
    /// The pattern of a unit on the layer's maps, of this size, row by row, with a mean of 1
    /// (MapPatterns::map()); empty where the profile knows none.
    std::vector<float> patternMap(int unit, Pattern pattern, int exemplar, int height, int width) const;
    /// The p-th percentile (0..100, linear between ranks) of the percent activations of units that are not
    /// dead; 0 where all are dead.
    double percentile(double p) const;
    /// The same of the single cells of its maps. There must be `cells`.
    double cellPercentile(double p) const;
    /// Units from most to least correlated with `unit`, itself and dead ones left out, at most `count`; none
    /// in a layer without correlations.
    std::vector<int> mostCorrelated(int unit, int count) const;
    /// 1 for the unit with the highest percent activation.
    int rank(int unit) const;
    /// The layer with every cell as a unit of its own, counted through all channels; without correlations,
    /// classes, histograms and minima. There must be `cells`.
    LayerProfile cellByCell() const;
    /// An order of all units that puts correlated ones side by side: from the most active unit on, always the
    /// most correlated one that is left. Dead units come last.
    std::vector<int> correlationOrder() const;
};

} // namespace flipside
