// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/map_network.h"

#include "core/base/error.h"
#include "core/blueprint/layer_modules.h"

#include <algorithm>

namespace flipside {

namespace {

constexpr std::int64_t mostChannels = 16384;
constexpr std::int64_t largestKernel = 15;

constexpr int mostLatentChannels = 1024;
constexpr int largestLatentSide = 64;
constexpr int largestFirstPicture = 512;
constexpr int smallestFirstPicture = 128;
/// About a second on two cores.
constexpr double mostWork = 3e10;

[[noreturn]] void refuseLayer(const std::string& path, const std::string& what)
{
    throw Error("its layer “" + path + "” " + what);
}

bool isRow(const WeightTensor* tensor, std::int64_t length)
{
    return tensor && tensor->shape.size() == 1 && tensor->shape[0] == length;
}

} // namespace

MapNetwork::MapNetwork(std::span<const LayerWeights> layers, std::string_view stem) : _stem(stem)
{
    for (const LayerWeights& layer : layers)
        if (layer.path.starts_with(stem))
            _layers.emplace(layer.path.substr(stem.size()), &layer);
}

const LayerWeights& MapNetwork::layer(const std::string& path) const
{
    const auto found = _layers.find(path);
    if (found == _layers.end())
        refuseLayer(path, "is not in the file");
    return *found->second;
}

int MapNetwork::addConvolution(const std::string& path, int inputs, int stride, bool hasMargins)
{
    const LayerWeights& own = layer(path);
    if (!own.weight || (own.weight->shape.size() != 4 && own.weight->shape.size() != 2))
        refuseLayer(path, "is no convolution of maps, as there should be one");
    WeightTensor weight = *own.weight;
    while (weight.shape.size() < 4) {
        weight.shape.push_back(1);
        weight.strides.push_back(1);
    }
    const std::int64_t outputs = weight.shape[0];
    const std::int64_t kernel = weight.shape[2];
    if (weight.shape[1] != inputs)
        refuseLayer(path, "takes " + std::to_string(weight.shape[1]) + " channels, and gets " +
                              std::to_string(inputs));
    if (outputs < 1 || outputs > mostChannels || kernel != weight.shape[3] || kernel % 2 == 0 || kernel < 1 ||
        kernel > largestKernel || (own.bias && !isRow(own.bias, outputs)))
        refuseLayer(path, "has weights of " + own.weight->description() + ", which cannot be");
    ConvolutionSteps steps;
    steps.stride = stride;
    steps.padding = hasMargins ? int(kernel / 2) : 0;
    _workOfPlace += double(weight.elements()) * _scale * _scale / (stride * stride);
    _blueprint.add(convolutionModule(path, std::move(weight), own.bias, steps));
    _used.insert(path);
    return int(outputs);
}

void MapNetwork::addGroupNorm(const std::string& path, int channels, int groups, double epsilon)
{
    const LayerWeights& own = layer(path);
    if (!isRow(own.weight, channels) || !isRow(own.bias, channels) || channels % groups != 0)
        refuseLayer(path, "does not normalise the " + std::to_string(channels) + " channels that it gets");
    _blueprint.add(groupNormModule(path, own.weight, own.bias, groups, epsilon));
    _used.insert(path);
}

void MapNetwork::addFunction(const std::string& path, const std::string& source, bool usesWeight)
{
    BlueprintModule module{path, {}, source};
    if (usesWeight) {
        const LayerWeights& own = layer(path);
        if (!own.weight)
            refuseLayer(path, "has no weights");
        module.weights.push_back(*own.weight);
        module.weights.back().name = "weight";
        _used.insert(path);
    }
    _blueprint.add(std::move(module));
}

void MapNetwork::countAttention(int channels)
{
    _workOfPair += 2.0 * channels * _scale * _scale * _scale * _scale;
}

double MapNetwork::work(double side) const
{
    const double places = side * side;
    return places * _workOfPlace + places * places * _workOfPair;
}

std::string MapText::called(const std::string& path, const std::string& argument) const
{
    return callOf(std::string_view(path).substr(_module.empty() ? 0 : _module.size() + 1), argument);
}

NetworkInput latentMap(const MapNetwork& network, int channels)
{
    if (channels < 1 || channels > mostLatentChannels)
        throw Error("its latent has " + std::to_string(channels) + " channels, and may have 1 to " +
                    std::to_string(mostLatentChannels));
    // An encoder begins with the picture, a decoder ends with it.
    const double growth = std::max(network.scale(), 1.0 / network.scale());
    const double start = network.scale() < 1.0 ? growth : 1.0;
    int side = largestLatentSide;
    while (side > 4 && (side * growth > largestFirstPicture ||
                        (network.work(side * start) > mostWork && side * growth > smallestFirstPicture)))
        side /= 2;
    return {"z", NetworkInput::Kind::LatentMap, {channels, side, side}};
}

} // namespace flipside
