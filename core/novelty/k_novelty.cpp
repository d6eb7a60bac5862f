// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/k_novelty.h"

#include "core/base/error.h"
#include "core/profile/faiss_integer.h"

#include <faiss/IndexFlat.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stop_token>
#include <string>

namespace flipside {

namespace {

constexpr float unknown = -1.0f;
/// Data whose own distances are found out together; enough for faiss to multiply matrices, which it does from
/// 20 points on, and to make up for what it computes anew for each search; and few enough for a hand not to
/// notice: 6 ms among 10,000 latents of 128 numbers where those products are slow.
constexpr FaissInteger blockSize = 64;

} // namespace

struct KNovelty::Implementation {
    faiss::IndexFlatL2 index;
    int k = 1;
    std::vector<float> ownDistance; ///< [datum], its mean distance to its k nearest others

    Implementation(std::size_t dimensions, int neighbours) : index(FaissInteger(dimensions)), k(neighbours) {}

    /// Finds out those own distances that are not known yet: a single picture asks for a few, ten thousand
    /// for nearly all.
    void needOwnDistances(std::span<const FaissInteger> data, const std::stop_token& stop)
    {
        for (const auto datum : data) {
            if (ownDistance[std::size_t(datum)] != unknown)
                continue;
            if (stop.stop_requested())
                throw Cancelled();
            computeOwnDistances(datum / blockSize * blockSize);
        }
    }

    /// Always of a whole block: faiss reckons differently, in the last bits, when it searches for few points
    /// at once, and a datum's own distance must not depend on what was asked before.
    void computeOwnDistances(FaissInteger blockBegin)
    {
        const auto count = std::min(blockSize, index.ntotal);
        const auto first = std::min(blockBegin, index.ntotal - count);
        // A datum's nearest neighbour is itself (or a twin, which counts as one): look for one more and leave
        // out the nearest.
        const auto width = std::size_t(k) + 1;
        std::vector<float> distances(std::size_t(count) * width);
        std::vector<FaissInteger> neighbours(std::size_t(count) * width);
        index.search(count, index.get_xb() + first * index.d, FaissInteger(width), distances.data(),
                     neighbours.data());
        for (auto datum = blockBegin; datum < first + count; ++datum) {
            const float* own = distances.data() + std::size_t(datum - first) * width;
            double sum = 0.0;
            for (std::size_t j = 1; j < width; ++j)
                sum += std::sqrt(std::max(0.0f, own[j]));
            ownDistance[std::size_t(datum)] = float(sum / k);
        }
    }
};

KNovelty::KNovelty(std::span<const float> data, std::size_t dimensions, int k)
    : _implementation(std::make_unique<Implementation>(dimensions, k))
{
    const std::size_t count = data.size() / dimensions;
    if (k < 1)
        throw ArgumentError("the k-novelty score needs a k of 1 or more");
    if (std::size_t(k) >= count)
        throw ArgumentError("the k-novelty score with k = " + std::to_string(k) + " needs more than " +
                            std::to_string(k) + " references, and there are " + std::to_string(count) +
                            "; choose another metric");
    Implementation& own = *_implementation;
    own.index.add(FaissInteger(count), data.data());
    own.ownDistance.assign(count, unknown);
}

KNovelty::~KNovelty() = default;
KNovelty::KNovelty(KNovelty&&) noexcept = default;

std::vector<float> KNovelty::scores(std::span<const float> points, const std::stop_token& stop) const
{
    Implementation& own = *_implementation;
    const std::size_t count = points.size() / std::size_t(own.index.d);
    const auto k = std::size_t(own.k);
    std::vector<float> distances(count * k);
    std::vector<FaissInteger> neighbours(count * k);
    if (count > 0)
        own.index.search(FaissInteger(count), points.data(), FaissInteger(k), distances.data(),
                         neighbours.data());
    own.needOwnDistances(neighbours, stop);
    std::vector<float> scores;
    scores.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        double near = 0.0;
        double theirs = 0.0;
        for (std::size_t j = 0; j < k; ++j) {
            near += std::sqrt(std::max(0.0f, distances[i * k + j]));
            theirs += own.ownDistance[std::size_t(neighbours[i * k + j])];
        }
        if (theirs > 0.0)
            scores.push_back(float(near / theirs));
        else
            scores.push_back(near > 0.0 ? std::numeric_limits<float>::max() : 1.0f);
    }
    return scores;
}

} // namespace flipside
