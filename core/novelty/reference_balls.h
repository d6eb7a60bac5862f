// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace flipside {

/// Balls around real pictures' features, each as large as the distance to its k-th neighbour among them:
/// where generated pictures are taken for as good as real ones (Kynkäänniemi et al., "Improved Precision and
/// Recall Metric for Assessing Generative Models", 2019, section 3).
class ReferenceBalls {
public:
    static constexpr int neighbours = 5; ///< k

    /// `features` is n × length, n above k. Throws ArgumentError where there are fewer.
    ReferenceBalls(std::span<const float> features, std::size_t length);

    std::size_t count() const { return _radii.size(); }
    std::size_t length() const { return _length; }
    /// [ball]
    const std::vector<float>& radii() const { return _radii; }
    /// The same, none larger than their median: an outlier among the real pictures vouches for few (Salvy et
    /// al., "Enhanced Generative Model Evaluation with Clipped Density and Coverage", 2025, section 4).
    const std::vector<float>& clippedRadii() const { return _clippedRadii; }
    /// `points` is m × length -> m × count() distances to the balls' middles.
    std::vector<float> distances(std::span<const float> points) const;

private:
    std::size_t _length;
    std::vector<float> _middles;
    std::vector<float> _radii;
    std::vector<float> _clippedRadii;
};

} // namespace flipside
