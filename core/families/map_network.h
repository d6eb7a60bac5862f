// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/blueprint/blueprint.h"
#include "core/families/family.h"
#include "core/families/layer_weights.h"

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flipside {

/// A network whose layers work on maps, as it is put together of weights that are found by their names:
/// checks that each layer fits what comes to it, and counts the work. Layers belong to a StateDict.
class MapNetwork {
public:
    /// Of the layers whose names begin with `stem` ("first_stage_model.", or empty), which is taken off the
    /// paths of modules; all functions take paths without it.
    MapNetwork(std::span<const LayerWeights> layers, std::string_view stem);

    bool has(const std::string& path) const { return _layers.contains(path); }
    /// Throws Error for one that there is not.
    const LayerWeights& layer(const std::string& path) const;

    // Each adds one module and throws Error where its weights are not there, or do not fit.

    /// A convolution, or a linear layer as one of a single place, for maps of `inputs` channels; returns how
    /// many it makes. Without margins nothing is put around the map, otherwise as much as keeps its size.
    int addConvolution(const std::string& path, int inputs, int stride = 1, bool hasMargins = true);
    void addGroupNorm(const std::string& path, int channels, int groups, double epsilon);
    /// One with no weights of its own, or with those of a layer as it is: `usesWeight` as self.weight.
    void addFunction(const std::string& path, const std::string& source, bool usesWeight = false);

    /// From here on maps are `factor` times as high and as wide; 0.5 for half.
    void scale(double factor) { _scale *= factor; }
    double scale() const { return _scale; }
    /// Places of a map that all look at each other, with this many channels.
    void countAttention(int channels);
    /// Multiplications for a square map of this side, at scale 1.
    double work(double side) const;

    Blueprint takeBlueprint() { return std::move(_blueprint); }
    /// Whether a layer is part of it.
    bool uses(const std::string& path) const { return _used.contains(path); }

private:
    std::map<std::string, const LayerWeights*, std::less<>> _layers;
    std::string _stem;
    std::set<std::string, std::less<>> _used;
    Blueprint _blueprint;
    double _scale = 1.0;
    double _workOfPlace = 0.0; ///< multiplications for each place at scale 1
    double _workOfPair = 0.0;  ///< and for each two
};

/// The text of a function of one map, line by line.
class MapText {
public:
    /// Takes a path off the front of all that it calls: that of the module which it belongs to.
    explicit MapText(std::string module = {}) : _module(std::move(module)) {}

    void set(const std::string& expression) { _lines += "    x = " + expression + "\n"; }
    /// x through a module.
    void call(const std::string& path) { set(called(path, "x")); }
    std::string called(const std::string& path, const std::string& argument) const;
    /// Any other line.
    void line(const std::string& text) { _lines += "    " + text + "\n"; }
    std::string function() const
    {
        return "def forward(self, x: Tensor) -> Tensor:\n" + _lines + "    return x\n";
    }

private:
    std::string _module;
    std::string _lines;
};

/// The latent of a decoder of maps, or what its encoder makes: a map whose side is a power of two from 4
/// to 64. As large as gives pictures of at most 512 pixels a side, but smaller where so many multiplications
/// are needed that nobody would wait for them; yet not so small that a picture has fewer than 128. Throws
/// Error where there are more channels than any latent has.
NetworkInput latentMap(const MapNetwork& network, int channels);

} // namespace flipside
