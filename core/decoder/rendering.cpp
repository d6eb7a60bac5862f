// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decoder/rendering.h"

namespace flipside {

namespace {

bool countsAsOn(const LayerActivations& onShares, int layer, int unit)
{
    return layer >= 0 && std::size_t(layer) < onShares.size() && unit >= 0 &&
           std::size_t(unit) < onShares[std::size_t(layer)].size() &&
           onShares[std::size_t(layer)][std::size_t(unit)] >= onShareOfAnOnUnit;
}

} // namespace

bool Rendering::isOn(int layer, int unit) const
{
    return countsAsOn(onShares, layer, unit);
}

bool Rendering::isNaturallyOn(int layer, int unit) const
{
    return countsAsOn(regularOnShares, layer, unit);
}

std::span<const float> LayerMaps::map(int unit) const
{
    const std::size_t size = std::size_t(height) * std::size_t(width);
    return std::span(values).subspan(std::size_t(unit) * size, size);
}

} // namespace flipside
