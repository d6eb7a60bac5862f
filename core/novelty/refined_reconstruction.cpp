// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/refined_reconstruction.h"

#include <algorithm>

namespace flipside {

namespace {

/// Pictures refined at once.
constexpr std::size_t maxRefinedBatch = 64;

} // namespace

std::vector<float> RefinedReconstruction::distances(std::span<const float> pixels,
                                                    std::span<const float> latents) const
{
    const ModelCard& card = _folder.card();
    const auto length = std::size_t(card.latentLength());
    const std::size_t size = std::size_t(card.channels) * std::size_t(card.height) * std::size_t(card.width);
    const std::size_t count = latents.size() / length;
    std::vector<float> distances;
    for (std::size_t first = 0; first < count; first += maxRefinedBatch) {
        const std::size_t batch = std::min(count - first, maxRefinedBatch);
        const auto found = _search.search(pixels.subspan(first * size, batch * size),
                                          latents.subspan(first * length, batch * length),
                                          {.steps = steps, .stepSize = stepSize});
        distances.insert(distances.end(), found.distances.begin(), found.distances.end());
    }
    return distances;
}

} // namespace flipside
