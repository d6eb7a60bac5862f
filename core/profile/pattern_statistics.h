// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/map_patterns.h"

#include <span>
#include <vector>

namespace flipside {

/// Keeps, of each channel of a layer, the maps of the pictures in which it is strongest.
class PatternStatistics {
public:
    /// `off` is the minimum of the layer's activation function.
    PatternStatistics(int units, int height, int width, float off);

    /// `activations` is n × units (the means over the maps), `maps` n × units × height × width.
    void add(std::span<const float> activations, std::span<const float> maps);
    MapPatterns finish() const;

private:
    /// A picture's map of one channel, as small as it is kept.
    struct Strong {
        float activation = 0.0f;
        std::vector<float> map;
    };
    void take(std::vector<Strong>& strongest, float activation, std::span<const float> map) const;

    int _height;
    int _width;
    int _keptHeight;
    int _keptWidth;
    float _off;
    std::vector<std::vector<Strong>> _strongest; ///< [unit], from the strongest on
};

} // namespace flipside
