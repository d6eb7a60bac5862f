// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/alias_free_network.h"

#include "core/base/error.h"
#include "core/blueprint/layer_modules.h"
#include "core/blueprint/made_tensor.h"
#include "core/families/style_inputs.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace flipside {

namespace {

constexpr int largestKernel = 15;

std::string bracketed(std::initializer_list<int> sizes)
{
    std::string text;
    for (const int size : sizes)
        text += (text.empty() ? "" : ", ") + std::to_string(size);
    return "[" + text + "]";
}

[[noreturn]] void refuseMisfit(const std::string& path)
{
    throw Error("its layer “" + path + "” does not fit the layers around it");
}

std::string affineCall(const std::string& path, const StyleLinear& affine)
{
    return callOf(affine.path.substr(path.size() + 1), "w");
}

/// Places of a side's pixels, the middle being 0, in units in which a wave of frequency 1 is 1 long.
std::vector<float> pixelPlaces(int pixels, double samplingRate)
{
    std::vector<float> all;
    all.reserve(std::size_t(pixels));
    for (int i = 0; i < pixels; ++i)
        all.push_back(float((i + 0.5 - 0.5 * pixels) / samplingRate));
    return all;
}

BlueprintModule inputModule(const FourierInput& input)
{
    const int channels = int(input.weight->shape[0]);
    const auto [height, width] = input.size;
    BlueprintModule module{input.path,
                           {renamed(*input.weight, "weight"), renamed(*input.frequencies, "freqs"),
                            renamed(*input.phases, "phases"), renamed(*input.transform, "transform"),
                            madeTensor("across", {width}, pixelPlaces(width, input.samplingRate)),
                            madeTensor("down", {height, 1}, pixelPlaces(height, input.samplingRate))},
                           {}};
    const double band = input.samplingRate / 2.0 - input.bandwidth;
    // Each style turns the plane and then shifts it; what is too fine for the map fades out.
    module.source = "def forward(self, w: Tensor) -> Tensor:\n"
                    "    t = " +
                    affineCall(input.path, input.affine) +
                    "\n"
                    "    t = t / torch.sqrt(torch.sum(t[:, :2] * t[:, :2], [1], True))\n"
                    "    c = t[:, 0]\n"
                    "    s = t[:, 1]\n"
                    "    u = t[:, 2]\n"
                    "    v = t[:, 3]\n"
                    "    o = torch.zeros_like(c)\n"
                    "    turned = torch.stack([c, -s, s * v - c * u, s, c, -s * u - c * v, o, o, "
                    "torch.ones_like(c)], 1)\n"
                    "    turned = torch.matmul(turned.reshape([-1, 3, 3]), self.transform)\n"
                    "    phases = self.phases + torch.matmul(self.freqs, turned[:, :2, 2:]).squeeze(2)\n"
                    "    freqs = torch.matmul(self.freqs, turned[:, :2, :2]).unsqueeze(3)\n"
                    "    lengths = torch.sqrt(torch.sum(freqs * freqs, [2, 3]))\n"
                    "    amplitudes = torch.clamp(1.0 - (lengths - " +
                    floatText(input.bandwidth) + ") / " + floatText(band) +
                    ", 0.0, 1.0).unsqueeze(2).unsqueeze(3)\n"
                    "    x = freqs[:, :, 0:1] * self.across + freqs[:, :, 1:2] * self.down + "
                    "phases.unsqueeze(2).unsqueeze(3)\n"
                    "    x = torch.sin(x * " +
                    floatText(2.0 * std::numbers::pi) +
                    ") * amplitudes\n"
                    "    x = torch.matmul(" +
                    scaled("self.weight", 1.0 / std::sqrt(double(channels))) +
                    ", x.flatten(2))\n    return x.reshape(" + bracketed({-1, channels, height, width}) +
                    ")\n";
    return module;
}

/// Every filter's product with a number.
ResamplingFilter times(ResamplingFilter filter, double factor)
{
    for (std::vector<float>* taps : {&filter.square, &filter.across})
        for (float& tap : *taps)
            tap = float(double(tap) * factor);
    return filter;
}

class AliasFreeText {
public:
    AliasFreeText(const AliasFreeLayer& layer, MapSize size)
        : _layer(layer), _size(size), _inputs(int(layer.weight->shape[1])),
          _outputs(int(layer.weight->shape[0])), _kernel(int(layer.weight->shape[2])),
          _module{layer.path, {renamed(*layer.weight, "weight"), renamed(*layer.bias, "bias")}, {}}
    {
        if (layer.weight->shape[2] != layer.weight->shape[3] || layer.weight->shape[2] > largestKernel)
            refuseMisfit(layer.path);
    }

    BlueprintModule module()
    {
        // One after the other: each says how large the map is for the next.
        std::string source = "def forward(self, x: Tensor, w: Tensor) -> Tensor:\n    styles = " +
                             affineCall(_layer.path, _layer.affine) + "\n";
        source += _layer.makesPicture ? pictureText() : convolutionText();
        source += activationText();
        _module.source = source + "    return x\n";
        if (_size.height != _layer.size.height || _size.width != _layer.size.width)
            refuseMisfit(_layer.path);
        return std::move(_module);
    }

private:
    std::string convolved(const std::string& x, const std::string& weight, const std::string& bias)
    {
        _size = {_size.height + _kernel - 1, _size.width + _kernel - 1};
        return "torch.conv2d(" + x + ", " + weight + ", " + bias + ", [1, 1], " +
               bracketed({_kernel - 1, _kernel - 1}) + ", [1, 1], 1)";
    }

    std::string convolutionText()
    {
        // The convolution's own numbers and the styles are made of one size first, as the author does.
        return "    weight = self.weight * torch.rsqrt(torch.mean(self.weight * self.weight, [1, 2, 3], "
               "True))\n"
               "    styles = styles * torch.rsqrt(torch.mean(styles * styles, [1], True))\n"
               "    squares = torch.sum(weight * weight, [2, 3]).t().contiguous()\n"
               "    scale = torch.rsqrt(torch.matmul(styles * styles, squares) + 1e-08)\n"
               "    x = " +
               convolved("x * (" + scaled("styles", _layer.inputGain) + ").unsqueeze(2).unsqueeze(3)",
                         "weight", "None") +
               "\n    x = torch.addcmul(self.bias.reshape(" + bracketed({1, _outputs, 1, 1}) +
               "), x, scale.unsqueeze(2).unsqueeze(3))\n";
    }

    std::string pictureText()
    {
        const double gain = _layer.inputGain / std::sqrt(double(_inputs) * _kernel * _kernel);
        return "    x = " +
               convolved("x * (" + scaled("styles", gain) + ").unsqueeze(2).unsqueeze(3)", "self.weight",
                         "self.bias") +
               "\n";
    }

    std::string activationText()
    {
        StyleActivation activation = styleActivation(_layer.makesPicture ? "linear" : "lrelu");
        activation.clamp = _layer.clamp;
        std::string text;
        if (_layer.upFilter) {
            text = upsamplingText(_module, "up_filter", times(*_layer.upFilter, activation.gainInFront()),
                                  _outputs, _layer.upFactor, _layer.margins, _size);
        } else {
            const MapMargins& margins = _layer.margins;
            if (_layer.upFactor != 1 || margins.left != 0 || margins.right != 0 || margins.top != 0 ||
                margins.bottom != 0)
                refuseMisfit(_layer.path);
            if (activation.gainInFront() != 1.0)
                text = "    x = " + scaled("x", activation.gainInFront()) + "\n";
        }
        text += activation.text();
        if (_layer.downFilter)
            text += downsamplingText(_module, "down_filter", *_layer.downFilter, _outputs, _layer.downFactor,
                                     _size);
        else if (_layer.downFactor != 1)
            refuseMisfit(_layer.path);
        return text;
    }

    const AliasFreeLayer& _layer;
    MapSize _size;
    int _inputs;
    int _outputs;
    int _kernel;
    BlueprintModule _module;
};

} // namespace

NetworkReading aliasFreeReading(const AliasFreeNetwork& network)
{
    const StyleInputs inputs = styleInputs(network.mapping, false);
    NetworkReading reading;
    Blueprint& blueprint = reading.decoder;
    addStyleMapping(blueprint, network.mapping, inputs);
    const auto addAffine = [&](const StyleLinear& affine, int outputs) {
        if (affine.inputs() != network.mapping.width || affine.outputs() != outputs)
            refuseMisfit(affine.path);
        blueprint.add(styleLinearModule(affine));
    };
    int channels = int(network.input.weight->shape[0]);
    if (network.input.weight->shape[1] != channels)
        refuseMisfit(network.input.path);
    addAffine(network.input.affine, 4);
    blueprint.add(inputModule(network.input));
    std::string source = "def forward(self, x: Tensor) -> Tensor:\n    x = x.reshape(" +
                         bracketed({-1, inputs.total}) + ")\n    ws = " + callOf(network.mapping.path, "x") +
                         "\n    x = " + callOf(network.input.path, "ws[:, 0]") + "\n";
    MapSize size = network.input.size;
    int style = 1;
    for (const AliasFreeLayer& layer : network.layers) {
        if (layer.weight->shape[1] != channels)
            refuseMisfit(layer.path);
        addAffine(layer.affine, channels);
        blueprint.add(AliasFreeText(layer, size).module());
        source += "    x = " + callOf(layer.path, "x, ws[:, " + std::to_string(style++) + "]") + "\n";
        size = layer.size;
        channels = int(layer.weight->shape[0]);
    }
    blueprint.add({{}, {}, source + "    return " + scaled("x", network.outputScale) + "\n"});
    reading.inputs = inputs.inputs;
    reading.range = std::pair(-1.0, 1.0);
    return reading;
}

} // namespace flipside
