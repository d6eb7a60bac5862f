// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/map_patterns.h"

#include "core/profile/resized_map.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <span>

namespace flipside {

std::vector<float> MapPatterns::map(int unit, Pattern pattern, int exemplar, int toHeight, int toWidth) const
{
    const std::size_t places = std::size_t(height) * std::size_t(width);
    if (pattern == Pattern::Constant)
        return std::vector<float>(std::size_t(toHeight) * std::size_t(toWidth), 1.0f);
    const int kind = pattern == Pattern::Typical ? 0 : 1 + exemplar % keptExemplars;
    const std::size_t at = std::size_t(kind) * std::size_t(units()) + std::size_t(unit);
    std::vector<float> kept;
    kept.reserve(places);
    for (const std::uint8_t number : std::span(maps).subspan(at * places, places))
        kept.push_back(float(number) * steps[at]);
    std::vector<float> result = resizedMap(kept, height, width, toHeight, toWidth);
    // The steps have moved it a little.
    const double mean = std::accumulate(result.begin(), result.end(), 0.0) / double(result.size());
    for (float& number : result)
        number = mean > 0.0 ? float(double(number) / mean) : 1.0f;
    return result;
}

} // namespace flipside
