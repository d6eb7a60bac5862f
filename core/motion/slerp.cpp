// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/motion/slerp.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace flipside {
namespace {

/// Below this the circle is as good as a line, or not to be told from others.
constexpr double smallestSine = 1e-6;

double dot(std::span<const float> a, std::span<const float> b)
{
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

} // namespace

std::vector<float> slerp(std::span<const float> from, std::span<const float> to, double share)
{
    if (share <= 0.0)
        return {from.begin(), from.end()};
    if (share >= 1.0)
        return {to.begin(), to.end()};
    double before = 1.0 - share;
    double after = share;
    const double lengths = std::sqrt(dot(from, from) * dot(to, to));
    const double angle = lengths > 0.0 ? std::acos(std::clamp(dot(from, to) / lengths, -1.0, 1.0)) : 0.0;
    if (const double sine = std::sin(angle); sine > smallestSine) {
        before = std::sin(before * angle) / sine;
        after = std::sin(after * angle) / sine;
    }
    std::vector<float> between(from.size());
    std::transform(from.begin(), from.end(), to.begin(), between.begin(),
                   [&](float a, float b) { return float(before * double(a) + after * double(b)); });
    return between;
}

} // namespace flipside
