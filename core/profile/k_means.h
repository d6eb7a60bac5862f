// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace flipside {

/// Points in k groups around their means (Lloyd's algorithm, from faiss).
struct KMeans {
    std::vector<float> centres; ///< k × dimensions
    std::vector<int> groups;    ///< [point], 0 to k - 1
};

/// `points` is n × dimensions, all finite. With fewer points than k there are as many groups as points. Equal
/// seeds give equal groups.
KMeans kMeans(std::span<const float> points, std::size_t dimensions, int k, std::uint64_t seed);

/// The group of each of the points: that of the nearest centre.
std::vector<int> nearestCentres(std::span<const float> points, std::size_t dimensions,
                                std::span<const float> centres);

} // namespace flipside
