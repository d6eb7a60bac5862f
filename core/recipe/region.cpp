// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recipe/region.h"

#include <algorithm>
#include <cmath>

namespace flipside {

namespace {

constexpr int samplesPerSide = 8; ///< of a place of the map, to find out how much of it a dab covers

/// At a distance from the centre in radii: 1 inside, falling smoothly to 0 at the edge.
float strengthAt(float distance, float softness)
{
    if (distance >= 1.0f)
        return 0.0f;
    const float hard = 1.0f - softness;
    if (distance <= hard)
        return 1.0f;
    const float rest = (1.0f - distance) / softness;
    return rest * rest * (3.0f - 2.0f * rest);
}

void addDab(std::vector<float>& coverage, const Dab& dab, int height, int width)
{
    const float longer = float(std::max(height, width));
    const float radius = dab.radius * longer;
    const float centreX = dab.x * float(width);
    const float centreY = dab.y * float(height);
    const auto clampTo = [](float place, int size) {
        return std::isnan(place) ? 0 : int(std::clamp(std::floor(place), 0.0f, float(size - 1)));
    };
    for (int row = clampTo(centreY - radius, height); row <= clampTo(centreY + radius, height); ++row)
        for (int column = clampTo(centreX - radius, width); column <= clampTo(centreX + radius, width);
             ++column) {
            float sum = 0.0f;
            for (int down = 0; down < samplesPerSide; ++down)
                for (int across = 0; across < samplesPerSide; ++across) {
                    const float x = float(column) + (float(across) + 0.5f) / samplesPerSide;
                    const float y = float(row) + (float(down) + 0.5f) / samplesPerSide;
                    sum += strengthAt(std::hypot(x - centreX, y - centreY) / radius, dab.softness);
                }
            float& place = coverage[std::size_t(row) * std::size_t(width) + std::size_t(column)];
            place = std::max(place, sum / (samplesPerSide * samplesPerSide));
        }
}

} // namespace

bool Region::erase(const Dab& eraser, int height, int width)
{
    const double longer = double(std::max(height, width));
    const auto isUnder = [&](double x, double y) {
        return std::hypot((x - double(eraser.x)) * width, (y - double(eraser.y)) * height) <=
               double(eraser.radius) * longer;
    };
    const std::size_t gone =
        std::erase_if(dabs, [&](const Dab& dab) { return isUnder(double(dab.x), double(dab.y)); }) +
        std::erase_if(cells, [&](const Cell& cell) {
            return isUnder((cell.column + 0.5) / width, (cell.row + 0.5) / height);
        });
    return gone > 0;
}

std::vector<float> Region::coverage(int height, int width) const
{
    return CoverageCache().of(*this, height, width);
}

const std::vector<float>& CoverageCache::of(const Region& region, int height, int width)
{
    const bool grown = _height == height && _width == width && _region.cells == region.cells &&
                       _region.dabs.size() <= region.dabs.size() &&
                       std::equal(_region.dabs.begin(), _region.dabs.end(), region.dabs.begin());
    if (!grown) {
        _coverage.assign(std::size_t(height) * std::size_t(width), 0.0f);
        _height = height;
        _width = width;
        for (const Cell& cell : region.cells)
            if (cell.row >= 0 && cell.row < height && cell.column >= 0 && cell.column < width)
                _coverage[std::size_t(cell.row) * std::size_t(width) + std::size_t(cell.column)] = 1.0f;
    }
    for (std::size_t i = grown ? _region.dabs.size() : 0; i < region.dabs.size(); ++i)
        addDab(_coverage, region.dabs[i], height, width);
    _region = region;
    return _coverage;
}

} // namespace flipside
