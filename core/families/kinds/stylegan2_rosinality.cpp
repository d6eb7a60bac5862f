// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/family.h"
#include "core/families/style_gan2_network.h"
#include "core/families/weights_by_name.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace flipside::family_kinds {

namespace {

constexpr int mostRosinalityLayers = 64;
constexpr int mostBlocks = 12;
constexpr double mappingRate = 0.01; // `lr_mlp` of the program, which its files do not say
constexpr std::string_view rosinalityConstant = "input.input";

/// What stands in front of all names: "decoder." in encoders for StyleGAN2 (pSp, e4e). Nothing where there is
/// no such network.
std::optional<std::string> rosinalityPrefix(const StateDict& dict)
{
    for (const WeightTensor& tensor : dict.tensors) {
        const std::string_view name = tensor.name;
        const std::string_view prefix =
            name.substr(0, name.size() - std::min(name.size(), rosinalityConstant.size()));
        if (name.ends_with(rosinalityConstant) && (prefix.empty() || prefix.ends_with('.')))
            return std::string(prefix);
    }
    return std::nullopt;
}

/// Layers as model.py of rosinality/stylegan2-pytorch names them.
class RosinalityLayers {
public:
    RosinalityLayers(const WeightsByName& weights, std::string prefix)
        : _weights(weights), _prefix(std::move(prefix))
    {
    }

    bool has(const std::string& name) const { return _weights.find(_prefix + name) != nullptr; }
    const std::string& prefix() const { return _prefix; }

    /// `StyledConv` number `number` of all, the first being the one on the constant.
    StyledConvolution convolution(const std::string& name, int number, bool grows) const
    {
        StyledConvolution layer = styled(name, 3);
        layer.activation = styleActivation("lrelu");
        layer.bias = withElements(name + ".activate.bias", layer.outputs());
        layer.noiseStrength = _weights.find(_prefix + name + ".noise.weight");
        const WeightTensor* noise =
            _weights.findOf(_prefix + "noises.noise_" + std::to_string(number), {1, 1, -1, -1});
        if (noise && layer.noiseStrength) {
            (void)withElements(name + ".noise.weight", 1);
            layer.noise = *noise;
        }
        if (grows)
            layer.blur = filter(name + ".conv.blur.kernel");
        return layer;
    }

    /// `ToRGB`
    StyledConvolution picture(const std::string& name) const
    {
        StyledConvolution layer = styled(name, 1);
        layer.bias = withElements(name + ".bias", layer.outputs());
        return layer;
    }

    /// The file's has the factor of 4 in it already.
    ResamplingFilter filter(const std::string& name) const
    {
        const WeightTensor* filter = _weights.find(_prefix + name);
        return filter ? resamplingFilter(*filter, 1.0) : usualResamplingFilter(4.0);
    }

    StyleMapping mapping(const StateDict& dict, int styles, std::vector<std::string>& remarks) const
    {
        StyleMapping mapping;
        mapping.path = _prefix + "style";
        mapping.styles = styles;
        // The layer of number 0 divides z by its length.
        for (int i = 1; i <= mostRosinalityLayers && has("style." + std::to_string(i) + ".weight"); ++i) {
            mapping.layers.push_back(linear("style." + std::to_string(i), mappingRate));
            mapping.layers.back().activation = styleActivation("lrelu");
        }
        if (mapping.layers.empty())
            throw Error("its mapping network has no layers");
        mapping.latent = mapping.layers.front().inputs();
        mapping.width = mapping.layers.back().outputs();
        setAverage(mapping, dict, remarks);
        return mapping;
    }

private:
    StyleLinear linear(const std::string& name, double rate) const
    {
        StyleLinear layer;
        layer.path = _prefix + name;
        layer.weight = &_weights.need(layer.path + ".weight", {-1, -1});
        layer.bias = _weights.findOf(layer.path + ".bias", {layer.weight->shape[0]});
        layer.weightGain = rate / std::sqrt(double(layer.inputs()));
        layer.biasGain = rate;
        return layer;
    }

    StyledConvolution styled(const std::string& name, int side) const
    {
        StyledConvolution layer;
        layer.path = _prefix + name;
        layer.affine = linear(name + ".conv.modulation", 1.0);
        layer.weight =
            withoutFirstDimension(_weights.need(_prefix + name + ".conv.weight", {1, -1, -1, side, side}));
        layer.weightGain = 1.0 / std::sqrt(double(layer.inputs()) * side * side);
        return layer;
    }

    /// Biases have been saved as rows of numbers and as maps of one pixel.
    const WeightTensor* withElements(const std::string& name, int elements) const
    {
        const WeightTensor* tensor = _weights.find(_prefix + name);
        if (!tensor || tensor->elements() != std::uint64_t(elements))
            throw Error(
                "its weights “" + _prefix + name + "” are " +
                (tensor ? tensor->description() + ", which does not fit the layers around them" : "missing"));
        return tensor;
    }

    static void setAverage(StyleMapping& mapping, const StateDict& dict, std::vector<std::string>& remarks);

    const WeightsByName& _weights;
    std::string _prefix;
};

/// `latent_avg`, of one w or, in encoders, of as many as there are styles.
void RosinalityLayers::setAverage(StyleMapping& mapping, const StateDict& dict,
                                  std::vector<std::string>& remarks)
{
    const std::vector<std::int64_t> one{mapping.width};
    const std::vector<std::int64_t> each{mapping.styles, mapping.width};
    for (const auto* tensors : {&dict.beside, &dict.tensors})
        for (const WeightTensor& tensor : *tensors)
            if ((tensor.name == "latent_avg" || tensor.name == "mean_latent") &&
                (tensor.shape == one || tensor.shape == each)) {
                mapping.average = tensor;
                return;
            }
    mapping.average = averageStyle(mapping);
    remarks.emplace_back("It has no average of w; that of 512 latents is used, to which ψ draws.");
}

std::optional<NetworkReading> readRosinality(const StateDict& dict, const NetworkChoices& /*choices*/)
{
    const std::optional<std::string> prefix = rosinalityPrefix(dict);
    if (!prefix)
        return std::nullopt;
    const WeightsByName weights(dict.tensors);
    const RosinalityLayers layers(weights, *prefix);
    if (!layers.has("conv1.conv.modulation.weight") || !layers.has("style.1.weight") ||
        !layers.has("to_rgb1.conv.weight"))
        return std::nullopt;
    StyleGan2Network network;
    network.constantPath = *prefix + "input";
    network.constant = withoutFirstDimension(weights.need(*prefix + "input.input", {1, -1, -1, -1}));
    StyleBlock& first = network.blocks.emplace_back();
    first.convolutions.push_back(layers.convolution("conv1", 0, false));
    first.picture = layers.picture("to_rgb1");
    for (int i = 0; i < mostBlocks; ++i) {
        const std::string growing = "convs." + std::to_string(2 * i);
        const std::string second = "convs." + std::to_string(2 * i + 1);
        const std::string picture = "to_rgbs." + std::to_string(i);
        if (!layers.has(growing + ".conv.weight"))
            break;
        StyleBlock block;
        block.convolutions = {layers.convolution(growing, 2 * i + 1, true),
                              layers.convolution(second, 2 * i + 2, false)};
        block.picture = layers.picture(picture);
        block.enlargementPath = *prefix + picture + ".upsample";
        block.enlargement = layers.filter(picture + ".upsample.kernel");
        network.blocks.push_back(std::move(block));
    }
    std::vector<std::string> remarks;
    network.mapping = layers.mapping(dict, int(2 * network.blocks.size()), remarks);
    NetworkReading reading = styleGan2Reading(network);
    reading.remarks = std::move(remarks);
    return reading;
}

} // namespace

NetworkFamily stylegan2_rosinality()
{
    return {"stylegan2-rosinality", "StyleGAN2 of rosinality",
            "StyleGAN2 as rosinality's PyTorch program saves it, and encoders that have it as their decoder",
            11, &readRosinality};
}

} // namespace flipside::family_kinds
