// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/resized_map.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace flipside {

namespace {

/// What one place of a resized line is made of.
struct Share {
    int from = 0;
    float weight = 0.0f;
};

/// [place] of the resized line.
std::vector<std::vector<Share>> sharesOf(int from, int to)
{
    std::vector<std::vector<Share>> shares(std::size_t(std::max(to, 0)));
    const double step = double(from) / double(to);
    for (int place = 0; place < to; ++place) {
        std::vector<Share>& own = shares[std::size_t(place)];
        if (to < from) {
            const double begin = place * step;
            const double end = begin + step;
            for (int i = int(begin); i < std::min(from, int(std::ceil(end))); ++i)
                own.push_back({i, float((std::min(end, i + 1.0) - std::max(begin, double(i))) / step)});
        } else {
            const double middle = std::clamp((place + 0.5) * step - 0.5, 0.0, from - 1.0);
            const int first = int(middle);
            const auto second = float(middle - first);
            own.push_back({first, 1.0f - second});
            if (second > 0.0f)
                own.push_back({first + 1, second});
        }
    }
    return shares;
}

} // namespace

std::vector<float> resizedMap(std::span<const float> map, int fromHeight, int fromWidth, int toHeight,
                              int toWidth)
{
    if (fromHeight == toHeight && fromWidth == toWidth)
        return {map.begin(), map.end()};
    const auto rows = sharesOf(fromHeight, toHeight);
    const auto columns = sharesOf(fromWidth, toWidth);
    std::vector<float> resized;
    resized.reserve(rows.size() * columns.size());
    for (const auto& row : rows)
        for (const auto& column : columns) {
            float sum = 0.0f;
            for (const Share& down : row)
                for (const Share& across : column)
                    sum += down.weight * across.weight *
                           map[std::size_t(down.from) * std::size_t(fromWidth) + std::size_t(across.from)];
            resized.push_back(sum);
        }
    return resized;
}

} // namespace flipside
