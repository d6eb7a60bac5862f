// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/family.h"
#include "core/families/nvidia_style_layers.h"
#include "core/families/style_gan2_network.h"

#include "core/base/error.h"

#include <cmath>
#include <numbers>

namespace flipside::family_kinds {

namespace {

constexpr int firstStyleResolution = 4;
constexpr int lastStyleResolution = 4096;

/// Layers as training/networks.py of stylegan2-ada-pytorch (and networks_stylegan2.py of stylegan3) names
/// them.
class AdaLayers {
public:
    explicit AdaLayers(const NvidiaWeights& from) : _from(from) {}

    StyleBlock block(const std::string& path) const
    {
        StyleBlock block;
        const std::optional<std::string_view> said = _from.modules.text(path, "architecture");
        const bool hasDetour = _from.weights.find(path + ".skip.weight") != nullptr;
        if (said && *said != "skip" && *said != "orig" && *said != "resnet")
            throw Error("the architecture of its blocks is none that Flipside knows");
        // The factor of both ways together, so that their sum is as large as each of them.
        const double gain = hasDetour ? std::numbers::sqrt2 / 2.0 : 1.0;
        if (_from.weights.find(path + ".conv0.weight"))
            block.convolutions.push_back(convolution(path + ".conv0", true, 1.0));
        block.convolutions.push_back(convolution(path + ".conv1", false, gain));
        if (_from.weights.find(path + ".torgb.weight"))
            block.picture = picture(path + ".torgb");
        if (hasDetour) {
            const std::string skip = path + ".skip";
            const WeightTensor& weight = _from.weights.need(skip + ".weight", {-1, -1, 1, 1});
            const double usual = 1.0 / std::sqrt(double(weight.shape[1]));
            block.detour = StyleDetour{
                skip, &weight, usableGain(_from.modules.real(skip, "weight_gain").value_or(usual)) * gain,
                filter(skip)};
        }
        block.enlargementPath = path;
        block.enlargement = filter(path);
        return block;
    }

private:
    /// Of four times the sum, as half of the pixels of each side are zeros that were put in.
    ResamplingFilter filter(const std::string& path) const
    {
        const WeightTensor* filter = _from.weights.find(path + ".resample_filter");
        return filter ? resamplingFilter(*filter, 4.0) : usualResamplingFilter(4.0);
    }

    StyledConvolution styled(const std::string& path, int side) const
    {
        StyledConvolution layer;
        layer.path = path;
        layer.affine = _from.linear(path + ".affine");
        layer.weight = _from.weights.need(path + ".weight", {-1, -1, side, side});
        layer.bias = &_from.weights.need(path + ".bias", {layer.weight.shape[0]});
        return layer;
    }

    StyledConvolution convolution(const std::string& path, bool grows, double gain) const
    {
        StyledConvolution layer = styled(path, 3);
        if (_from.modules.integer(path, "up").value_or(grows ? 2 : 1) != (grows ? 2 : 1))
            throw Error("its layer “" + path + "” grows otherwise than those of StyleGAN2");
        layer.activation = styleActivation(_from.modules.text(path, "activation").value_or("lrelu"));
        layer.activation.gain =
            usableGain(_from.modules.real(path, "act_gain").value_or(layer.activation.gain)) * gain;
        if (const std::optional<double> clamp = _from.clamp(path))
            layer.activation.clamp = *clamp * gain;
        const WeightTensor* noise = _from.weights.findOf(path + ".noise_const", {-1, -1});
        layer.noiseStrength = _from.weights.find(path + ".noise_strength");
        if (noise && layer.noiseStrength && _from.modules.truth(path, "use_noise").value_or(true)) {
            if (layer.noiseStrength->elements() != 1)
                throw Error("the noise of its layer “" + path + "” has more than one strength");
            layer.noise = *noise;
        }
        if (grows)
            layer.blur = filter(path);
        return layer;
    }

    StyledConvolution picture(const std::string& path) const
    {
        StyledConvolution layer = styled(path, 1);
        const double usual = 1.0 / std::sqrt(double(layer.inputs()));
        layer.weightGain = usableGain(_from.modules.real(path, "weight_gain").value_or(usual));
        layer.activation.clamp = _from.clamp(path);
        return layer;
    }

    const NvidiaWeights& _from;
};

std::optional<NetworkReading> readStyleGan2(const StateDict& dict, const NetworkChoices& /*choices*/)
{
    const WeightsByName weights(dict.tensors);
    if (!weights.find("synthesis.b4.const") || !weights.find("mapping.fc0.weight") ||
        !weights.find("synthesis.b4.conv1.affine.weight"))
        return std::nullopt;
    const ModuleAttributes modules(dict);
    const NvidiaWeights from{weights, modules};
    StyleGan2Network network;
    network.constantPath = "synthesis.b4";
    network.constant = weights.need("synthesis.b4.const", {-1, firstStyleResolution, firstStyleResolution});
    int styles = 1; // of the last picture; others share those of the next convolution
    for (int resolution = firstStyleResolution; resolution <= lastStyleResolution; resolution *= 2) {
        const std::string path = "synthesis.b" + std::to_string(resolution);
        if (!weights.find(path + ".conv1.weight"))
            break;
        network.blocks.push_back(AdaLayers(from).block(path));
        styles += int(network.blocks.back().convolutions.size());
    }
    std::vector<std::string> remarks;
    network.mapping = from.mapping(styles, remarks);
    NetworkReading reading = styleGan2Reading(network);
    reading.remarks = std::move(remarks);
    return reading;
}

} // namespace

NetworkFamily stylegan2()
{
    return {"stylegan2", "StyleGAN2",
            "StyleGAN2 and StyleGAN2-ADA as NVIDIA's PyTorch programs save them, with classes or without", 10,
            &readStyleGan2};
}

} // namespace flipside::family_kinds
