// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/pattern_statistics.h"

#include "core/profile/resized_map.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace flipside {

namespace {

constexpr float largestNumber = 255.0f;

/// Divided by its mean; all ones where a channel is never above its minimum.
std::vector<float> relative(const std::vector<float>& map)
{
    const double mean = std::accumulate(map.begin(), map.end(), 0.0) / double(map.size());
    std::vector<float> result(map.size(), 1.0f);
    if (mean > 0.0 && std::isfinite(mean))
        std::transform(map.begin(), map.end(), result.begin(),
                       [mean](float number) { return float(std::max(0.0, double(number) / mean)); });
    return result;
}

} // namespace

PatternStatistics::PatternStatistics(int units, int height, int width, float off)
    : _height(height), _width(width), _keptHeight(std::min(height, largestPatternSide)),
      _keptWidth(std::min(width, largestPatternSide)), _off(off), _strongest(std::size_t(units))
{
}

void PatternStatistics::add(std::span<const float> activations, std::span<const float> maps)
{
    const std::size_t places = std::size_t(_height) * std::size_t(_width);
    for (std::size_t i = 0; i < activations.size(); ++i)
        take(_strongest[i % _strongest.size()], activations[i], maps.subspan(i * places, places));
}

void PatternStatistics::take(std::vector<Strong>& strongest, float activation,
                             std::span<const float> map) const
{
    const bool isFull = strongest.size() == std::size_t(strongestPictures);
    if (isFull && activation <= strongest.back().activation)
        return;
    if (isFull)
        strongest.pop_back();
    // Earlier pictures come first of equal ones.
    const auto place = std::ranges::upper_bound(strongest, activation, std::greater(), &Strong::activation);
    Strong strong{activation, resizedMap(map, _height, _width, _keptHeight, _keptWidth)};
    for (float& number : strong.map)
        number -= _off;
    strongest.insert(place, std::move(strong));
}

MapPatterns PatternStatistics::finish() const
{
    const std::size_t places = std::size_t(_keptHeight) * std::size_t(_keptWidth);
    MapPatterns patterns{_keptHeight, _keptWidth, {}, {}};
    const auto append = [&](const std::vector<float>& map) {
        const std::vector<float> whole = relative(map);
        const float step = std::max(*std::ranges::max_element(whole) / largestNumber, 1e-12f);
        for (const float number : whole)
            patterns.maps.push_back(std::uint8_t(std::lround(number / step)));
        patterns.steps.push_back(step);
    };
    for (const auto& strongest : _strongest) {
        std::vector<float> sum(places, 0.0f);
        for (const Strong& strong : strongest)
            for (std::size_t i = 0; i < places; ++i)
                sum[i] += strong.map[i] / float(strongest.size());
        append(sum);
    }
    // Spread over the strongest, which are much alike side by side.
    for (int exemplar = 0; exemplar < keptExemplars; ++exemplar)
        for (const auto& strongest : _strongest)
            append(strongest.empty()
                       ? std::vector<float>(places, 0.0f)
                       : strongest[std::size_t(exemplar) * strongest.size() / keptExemplars].map);
    return patterns;
}

} // namespace flipside
