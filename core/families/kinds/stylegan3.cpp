// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/alias_free_network.h"
#include "core/families/family.h"
#include "core/families/nvidia_style_layers.h"

#include "core/base/error.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace flipside::family_kinds {

namespace {

constexpr int mostAliasFreeLayers = 64;
constexpr int largestAliasFreeMap = 8192;
// What training/networks_stylegan3.py of stylegan3 takes if nobody says otherwise.
constexpr int usualFilterSize = 6;
constexpr int usualMargin = 10;
constexpr double usualBandwidth = 2.0;
constexpr double usualOutputScale = 0.25;

/// What the name of a layer says: "L4_84_60" is the fifth, has a side of 84 pixels and 60 channels.
struct LayerName {
    int number = 0;
    int side = 0;
};

std::optional<LayerName> aliasFreeName(std::string_view name)
{
    LayerName layer;
    if (!name.starts_with('L'))
        return std::nullopt;
    const char* end = name.data() + name.size();
    const auto number = std::from_chars(name.data() + 1, end, layer.number);
    if (number.ec != std::errc() || number.ptr == end || *number.ptr != '_')
        return std::nullopt;
    const auto side = std::from_chars(number.ptr + 1, end, layer.side);
    return side.ec == std::errc() && side.ptr != end && *side.ptr == '_' && layer.number >= 0 &&
                   layer.side > 0 && layer.side <= largestAliasFreeMap
               ? std::optional(layer)
               : std::nullopt;
}

/// The layers' names in their order, as the network says, or else by their numbers.
std::vector<std::string> layerNames(const StateDict& dict, const ModuleAttributes& modules)
{
    std::vector<std::string> names;
    for (const std::string_view name : modules.texts("synthesis", "layer_names"))
        names.emplace_back(name);
    if (!names.empty())
        return names;
    for (const WeightTensor& tensor : dict.tensors) {
        constexpr std::string_view before = "synthesis.";
        constexpr std::string_view after = ".affine.weight";
        const std::string_view name = tensor.name;
        if (name.starts_with(before) && name.ends_with(after) && name.size() > before.size() + after.size())
            if (const auto layer = name.substr(before.size(), name.size() - before.size() - after.size());
                aliasFreeName(layer))
                names.emplace_back(layer);
    }
    std::ranges::stable_sort(names, {}, [](const std::string& name) { return aliasFreeName(name)->number; });
    return names;
}

/// A side from what a module says of its size: [width, height].
MapSize mapSizeOf(const std::vector<int>& said, int usual)
{
    if (said.empty())
        return {usual, usual};
    const MapSize size{said.back(), said.front()};
    if (said.size() > 2 || size.width < 1 || size.height < 1 || size.width > largestAliasFreeMap ||
        size.height > largestAliasFreeMap)
        throw Error("one of its maps has a size that there is not");
    return size;
}

class AliasFreeLayers {
public:
    explicit AliasFreeLayers(const NvidiaWeights& from) : _from(from) {}

    FourierInput input(int side) const
    {
        const std::string path = "synthesis.input";
        FourierInput input;
        input.path = path;
        input.affine = _from.linear(path + ".affine");
        input.weight = &_from.weights.need(path + ".weight", {-1, -1});
        const std::int64_t channels = input.weight->shape[0];
        input.frequencies = &_from.weights.need(path + ".freqs", {channels, 2});
        input.phases = &_from.weights.need(path + ".phases", {channels});
        input.transform = &_from.weights.need(path + ".transform", {3, 3});
        input.size = mapSizeOf(_from.modules.integers(path, "size"), side);
        const double rate = std::max(input.size.width - 2 * usualMargin, 1);
        input.samplingRate = usableGain(_from.modules.real(path, "sampling_rate").value_or(rate));
        input.bandwidth = usableGain(_from.modules.real(path, "bandwidth").value_or(usualBandwidth));
        if (input.samplingRate <= 0.0 || input.samplingRate / 2.0 == input.bandwidth)
            throw Error("the sampling rate of its first layer is none");
        return input;
    }

    /// Behind a map of size `before`.
    AliasFreeLayer layer(const std::string& name, bool isLast, const MapSize& before) const
    {
        const std::string path = "synthesis." + name;
        AliasFreeLayer layer;
        layer.path = path;
        layer.affine = _from.linear(path + ".affine");
        layer.weight = &_from.weights.need(path + ".weight", {-1, -1, -1, -1});
        layer.bias = &_from.weights.need(path + ".bias", {layer.weight->shape[0]});
        layer.makesPicture = _from.modules.truth(path, "is_torgb").value_or(isLast);
        const WeightTensor* magnitude = _from.weights.findOf(path + ".magnitude_ema", {});
        const double square = magnitude ? double(magnitude->floats()[0]) : 1.0;
        if (!(square > 0.0))
            throw Error("the magnitude that its layer “" + path + "” was trained with is none");
        layer.inputGain = usableGain(1.0 / std::sqrt(square));
        layer.clamp = _from.clamp(path);
        layer.upFactor = factor(path, "up", layer.upFilter);
        layer.downFactor = factor(path, "down", layer.downFilter);
        const auto named = aliasFreeName(name);
        layer.size = mapSizeOf(_from.modules.integers(path, "out_size"), named ? named->side : before.width);
        layer.margins = margins(path, layer, before);
        return layer;
    }

private:
    /// Of `up` or `down`, with its filter, if it has one.
    int factor(const std::string& path, const std::string& way, std::optional<ResamplingFilter>& filter) const
    {
        int usual = 1;
        if (const WeightTensor* taps = _from.weights.find(path + "." + way + "_filter")) {
            filter = resamplingFilter(*taps, 1.0);
            usual = std::max(filter->width / usualFilterSize, 1);
        }
        const int factor = _from.modules.integer(path, way + "_factor").value_or(usual);
        if (factor < 1 || factor > 64)
            throw Error("its layer “" + path + "” resamples beyond all measure");
        if (way == "up" && filter) {
            // A factor of each side's own, for what zeros between pixels take away.
            for (std::vector<float>* taps : {&filter->down, &filter->across})
                for (float& tap : *taps)
                    tap *= float(factor);
            for (float& tap : filter->square)
                tap *= float(factor) * float(factor);
        }
        return factor;
    }

    /// What the layer says, or what makes its map as large as it is (Karras et al., 2021, appendix C.3).
    MapMargins margins(const std::string& path, const AliasFreeLayer& layer, const MapSize& before) const
    {
        const std::vector<int> said = _from.modules.integers(path, "padding");
        if (said.size() == 4)
            return {said[0], said[1], said[2], said[3]};
        const auto both = [&](int in, int out, int kernel, int upTaps, int downTaps) {
            const int total =
                (out - 1) * layer.downFactor + 1 - (in + kernel - 1) * layer.upFactor + upTaps + downTaps - 2;
            const int first = int(std::floor(double(total + layer.upFactor) / 2.0));
            return std::pair(first, total - first);
        };
        const auto taps = [](const std::optional<ResamplingFilter>& filter) {
            return filter ? filter->width : 1;
        };
        const int kernel = int(layer.weight->shape[2]);
        const auto [left, right] =
            both(before.width, layer.size.width, kernel, taps(layer.upFilter), taps(layer.downFilter));
        const auto [top, bottom] =
            both(before.height, layer.size.height, kernel, taps(layer.upFilter), taps(layer.downFilter));
        return {left, right, top, bottom};
    }

    const NvidiaWeights& _from;
};

std::optional<NetworkReading> readStyleGan3(const StateDict& dict, const NetworkChoices& /*choices*/)
{
    const WeightsByName weights(dict.tensors);
    if (!weights.find("synthesis.input.freqs") || !weights.find("synthesis.input.affine.weight") ||
        !weights.find("mapping.fc0.weight"))
        return std::nullopt;
    const ModuleAttributes modules(dict);
    const NvidiaWeights from{weights, modules};
    const std::vector<std::string> names = layerNames(dict, modules);
    if (names.empty() || names.size() > mostAliasFreeLayers)
        throw Error("its synthesis network has no layers, or too many");
    AliasFreeNetwork network;
    const auto first = aliasFreeName(names.front());
    network.input = AliasFreeLayers(from).input(first ? first->side : usualMargin);
    MapSize size = network.input.size;
    for (const std::string& name : names) {
        network.layers.push_back(AliasFreeLayers(from).layer(name, &name == &names.back(), size));
        size = network.layers.back().size;
    }
    network.outputScale = usableGain(modules.real("synthesis", "output_scale").value_or(usualOutputScale));
    std::vector<std::string> remarks;
    network.mapping = from.mapping(int(names.size()) + 1, remarks);
    NetworkReading reading = aliasFreeReading(network);
    reading.remarks = std::move(remarks);
    return reading;
}

} // namespace

NetworkFamily stylegan3()
{
    return {"stylegan3", "StyleGAN3",
            "StyleGAN3-T and StyleGAN3-R as NVIDIA's PyTorch program saves them, with classes or without", 12,
            &readStyleGan3};
}

} // namespace flipside::family_kinds
