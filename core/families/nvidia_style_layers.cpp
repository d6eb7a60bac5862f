// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/nvidia_style_layers.h"

#include "core/base/error.h"
#include "core/blueprint/made_tensor.h"

#include <cmath>

namespace flipside {

namespace {

constexpr int mostMappingLayers = 64;
constexpr double usualClamp = 256.0;
constexpr double usualMappingRate = 0.01;

} // namespace

StyleLinear NvidiaWeights::linear(const std::string& path, const std::string& function,
                                  double learningRate) const
{
    StyleLinear layer;
    layer.path = path;
    layer.weight = &weights.need(path + ".weight", {-1, -1});
    layer.bias = weights.findOf(path + ".bias", {layer.weight->shape[0]});
    layer.weightGain = usableGain(
        modules.real(path, "weight_gain").value_or(learningRate / std::sqrt(double(layer.inputs()))));
    layer.biasGain = usableGain(modules.real(path, "bias_gain").value_or(learningRate));
    layer.activation = styleActivation(modules.text(path, "activation").value_or(function));
    return layer;
}

StyleMapping NvidiaWeights::mapping(int styles, std::vector<std::string>& remarks) const
{
    StyleMapping mapping;
    mapping.path = "mapping";
    mapping.styles = styles;
    int embedded = 0;
    if (weights.find("mapping.embed.weight")) {
        mapping.embedding = linear("mapping.embed");
        mapping.classes = mapping.embedding->inputs();
        embedded = mapping.embedding->outputs();
    }
    for (int i = 0; i < mostMappingLayers; ++i) {
        const std::string path = "mapping.fc" + std::to_string(i);
        if (!weights.find(path + ".weight"))
            break;
        mapping.layers.push_back(linear(path, "lrelu", usualMappingRate));
    }
    if (mapping.layers.empty())
        throw Error("its mapping network has no layers");
    mapping.latent = mapping.layers.front().inputs() - embedded;
    mapping.width = mapping.layers.back().outputs();
    if (mapping.latent < 1)
        throw Error("it makes pictures of a class alone, without a latent");
    if (const WeightTensor* average = weights.findOf("mapping.w_avg", {mapping.width})) {
        mapping.average = *average;
    } else {
        mapping.average =
            madeTensor("w_avg", {mapping.width}, std::vector<float>(std::size_t(mapping.width), 0.0F));
        remarks.emplace_back("It has no average of w, so ψ draws to zero.");
    }
    return mapping;
}

std::optional<double> NvidiaWeights::clamp(const std::string& path) const
{
    if (modules.isNone(path, "conv_clamp"))
        return std::nullopt;
    return usableGain(std::abs(modules.real(path, "conv_clamp").value_or(usualClamp)));
}

} // namespace flipside
