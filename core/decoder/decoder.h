// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/decoder/rendering.h"
#include "core/model/model_card.h"
#include "core/model/model_folder.h"
#include "core/picture/image.h"
#include "core/recipe/recipe.h"

#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace flipside {

/// Where a decoder runs.
enum class Device { Cpu, Cuda };

/// True where LibTorch was built with CUDA and sees a GPU.
bool cudaIsAvailable();

/// A trained decoder as one graph, tapped after every activation function and cut there into segments.
/// Belongs to one thread. It keeps what is before the first changed layer and runs only what is after it.
class Decoder {
public:
    /// Loads and checks decoder.pt (hash, operator allow-list, finite weights), finds its layers by running
    /// it once, and compares them with the card. Throws Error with one sentence for each thing that can be
    /// wrong, Cancelled as a RunScope around it asks.
    explicit Decoder(const ModelFolder& folder, Device device = Device::Cpu);
    ~Decoder();
    Decoder(Decoder&&) noexcept;
    Decoder& operator=(Decoder&&) noexcept;

    /// The model's card, with the layers as found in the graph.
    const ModelCard& card() const;
    const std::vector<LayerInfo>& layers() const { return card().layers; }
    /// The value that "off" gives a unit of this layer: the minimum of its activation function, 0 for ReLU.
    float offValue(int layer) const;
    /// A place of this layer is on above this (METHOD: τ = 1e-7 for ReLU).
    float threshold(int layer) const;

    /// How a channel spreads over its map, row by row, with a mean of 1: asked for edits whose pattern is not
    /// Constant. Empty where that is not known.
    using PatternSource =
        std::function<std::vector<float>(int layer, int unit, Pattern pattern, int exemplar)>;
    void setPatterns(PatternSource patterns);

    /// Gets the picture of the recipe while it, or what else is rendered, is not finished.
    using Sketch = std::function<void(Image)>;
    /// Renders one recipe; the recipe is checked first (checkRecipe), and an On edit without a value throws
    /// Error. When `stop` asks for it meanwhile, throws Cancelled at the next layer; what was finished
    /// stays cached. Where that takes long, `sketch` gets the picture as it is so far, of the card's size
    /// (EarlyPictures), and the finished one before the one without edits is.
    Rendering render(const Recipe& recipe, const std::stop_token& stop = {}, const Sketch& sketch = {});

    /// The maps of one layer. After render() of the same recipe it runs no more than that layer's segment.
    /// Throws as render() does, and ArgumentError where there is no such layer.
    LayerMaps maps(const Recipe& recipe, int layer, const std::stop_token& stop = {});

    /// Only the pictures of many recipes, in batches. Equal to render(...).image to 1e-5.
    std::vector<Image> renderImages(std::span<const Recipe> recipes, const std::stop_token& stop = {});

    /// What every layer does for n latents, each with the inputs beside it (ModelCard::packed), packedLength
    /// floats each: [layer], with the maps of convolutional ones.
    std::vector<Observation> observe(std::span<const float> zs, const std::stop_token& stop = {});
    /// What one layer does; what comes after it is not run. renderImages() of the same latents, edited in
    /// this layer or later ones, goes on from there, and so does the next call for them.
    Observation observeLayer(std::span<const float> zs, int layer, ObservedDetail detail,
                             const std::stop_token& stop = {});

    /// Median milliseconds of `runs` single decodes, from z (fromLayer = -1) or from a layer's tap on.
    double measure(int fromLayer, int runs);
    /// The same weights as bare LibTorch calls, without taps or cuts: the plain module's forward.
    double measurePlain(int runs);

private:
    struct Implementation;
    std::unique_ptr<Implementation> _implementation;
};

} // namespace flipside
