// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/layer_weights.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <map>

namespace flipside {

namespace {

LayerWeights::Kind kindOf(const LayerWeights& layer)
{
    using enum LayerWeights::Kind;
    if (layer.mean && layer.variance)
        return Norm;
    if (!layer.weight)
        return Other;
    switch (layer.weight->shape.size()) {
    case 4:
        return Convolution;
    case 2:
        return Linear;
    case 1:
        return layer.bias ? Norm : Slope;
    default:
        return Other;
    }
}

} // namespace

std::int64_t LayerWeights::size(std::size_t dimension) const
{
    return weight && dimension < weight->shape.size() ? weight->shape[dimension] : 0;
}

std::optional<int> LayerWeights::place() const
{
    const std::string_view name = std::string_view(path).substr(path.rfind('.') + 1);
    int number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    return error == std::errc() && end == name.data() + name.size() && number >= 0 ? std::optional(number)
                                                                                   : std::nullopt;
}

std::string_view LayerWeights::parent() const
{
    const std::size_t dot = path.rfind('.');
    return dot == std::string::npos ? std::string_view() : std::string_view(path).substr(0, dot);
}

std::vector<LayerWeights> layersIn(std::span<const WeightTensor> tensors)
{
    std::vector<LayerWeights> layers;
    std::map<std::string_view, std::size_t> known;
    for (const WeightTensor& tensor : tensors) {
        const std::string_view name = tensor.name;
        const std::size_t dot = name.rfind('.');
        const std::string_view path =
            dot == std::string_view::npos ? std::string_view() : name.substr(0, dot);
        const std::string_view last = dot == std::string_view::npos ? name : name.substr(dot + 1);
        if (last == "num_batches_tracked")
            continue;
        const auto [at, isNew] = known.emplace(path, layers.size());
        if (isNew)
            layers.emplace_back().path = path;
        LayerWeights& layer = layers[at->second];
        if (last == "weight")
            layer.weight = &tensor;
        else if (last == "bias")
            layer.bias = &tensor;
        else if (last == "running_mean")
            layer.mean = &tensor;
        else if (last == "running_var")
            layer.variance = &tensor;
    }
    for (LayerWeights& layer : layers)
        layer.kind = kindOf(layer);
    return layers;
}

std::vector<LayerWeights> layersUnder(std::span<const LayerWeights> layers, std::string_view prefix)
{
    std::vector<LayerWeights> under;
    std::ranges::copy_if(layers, std::back_inserter(under), [&](const LayerWeights& layer) {
        return layer.path.size() > prefix.size() && layer.path.starts_with(prefix) &&
               layer.path[prefix.size()] == '.';
    });
    return under;
}

} // namespace flipside
