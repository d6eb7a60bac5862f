// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace flipside {

/// The k-novelty score (long paper, section 3, after Ding et al., 2014): a point's distance to its nearest
/// neighbours in the training data, over those neighbours' distance to theirs,
///     kNS(x) = d(x, kNN(x)) / d(kNN(x), kNN(kNN(x))).
/// For k = 1, d is the L2 distance to the nearest neighbour; for larger k the mean distance to the k nearest,
/// and the denominator the mean of it over those k. Exact search (faiss).
class KNovelty {
public:
    /// `data` is n × dimensions. Throws ArgumentError unless 1 <= k < n.
    KNovelty(std::span<const float> data, std::size_t dimensions, int k);
    ~KNovelty();
    KNovelty(KNovelty&&) noexcept;

    /// `points` is m × dimensions; one score each, 0 or more. A point whose neighbours all coincide with
    /// theirs has no score by the formula: it gets 1 if it coincides with them too, otherwise the largest
    /// float. Throws Cancelled once `stop` asks for it; what was found out of the data by then is kept.
    std::vector<float> scores(std::span<const float> points, const std::stop_token& stop = {}) const;

private:
    struct Implementation;
    std::unique_ptr<Implementation> _implementation;
};

} // namespace flipside
