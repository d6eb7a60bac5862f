// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/k_means.h"

#include "core/profile/faiss_integer.h"

#include <faiss/Clustering.h>
#include <faiss/IndexFlat.h>
#include <faiss/utils/distances.h>

#include <algorithm>

namespace flipside {

namespace {

constexpr int restarts = 5;
constexpr int iterations = 50;

#if defined(__SANITIZE_ADDRESS__)
// However few points there are, faiss takes room for 4096 × 1024 distances, and the sanitizer marks all of it
// each time: nine tenths of what tests with clusters took.
const bool hasSmallBlocks = [] {
    faiss::distance_compute_blas_query_bs = 256;
    faiss::distance_compute_blas_database_bs = 256;
    return true;
}();
#endif

} // namespace

KMeans kMeans(std::span<const float> points, std::size_t dimensions, int k, std::uint64_t seed)
{
    const std::size_t count = points.size() / dimensions;
    const std::size_t groups = std::min(std::size_t(std::max(k, 1)), count);
    if (count == 0)
        return {};
    faiss::ClusteringParameters parameters;
    parameters.niter = iterations;
    parameters.nredo = restarts;
    parameters.seed = int(seed & 0x7fffffff);
    parameters.min_points_per_centroid = 1; // no warnings on small layers
    parameters.max_points_per_centroid = int(count);
    faiss::Clustering clustering(int(dimensions), int(groups), parameters);
    faiss::IndexFlatL2 index{FaissInteger(dimensions)};
    clustering.train(FaissInteger(count), points.data(), index);
    return {clustering.centroids, nearestCentres(points, dimensions, clustering.centroids)};
}

std::vector<int> nearestCentres(std::span<const float> points, std::size_t dimensions,
                                std::span<const float> centres)
{
    const std::size_t count = points.size() / dimensions;
    faiss::IndexFlatL2 index{FaissInteger(dimensions)};
    index.add(FaissInteger(centres.size() / dimensions), centres.data());
    std::vector<FaissInteger> nearest(count);
    std::vector<float> distances(count);
    if (count > 0)
        index.search(FaissInteger(count), points.data(), 1, distances.data(), nearest.data());
    return {nearest.begin(), nearest.end()};
}

} // namespace flipside
