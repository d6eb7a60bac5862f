// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pictures/map_image.h"

#include "ui/style/theme.h"

#include <algorithm>

namespace flipside {

MapColours::MapColours() : _off(palette().off.rgb())
{
    for (std::size_t i = 0; i < _on.size(); ++i)
        _on[i] = onColour(double(i) / 255.0).rgb();
}

QImage MapColours::image(std::span<const float> map, int height, int width, MapScale scale) const
{
    if (map.empty() || map.size() != std::size_t(height) * std::size_t(width))
        return {};
    QImage image(width, height, QImage::Format_RGB32);
    const float span = std::max(scale.full, *std::max_element(map.begin(), map.end())) - scale.off;
    const float factor = span > 0.0f ? 255.0f / span : 0.0f;
    for (int y = 0; y < height; ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < width; ++x) {
            const float value = map[std::size_t(y) * std::size_t(width) + std::size_t(x)];
            line[x] = value > scale.threshold
                          ? _on[std::size_t(std::clamp((value - scale.off) * factor, 0.0f, 255.0f))]
                          : _off;
        }
    }
    return image;
}

} // namespace flipside
