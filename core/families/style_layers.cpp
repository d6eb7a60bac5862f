// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/style_layers.h"

#include "core/base/error.h"
#include "core/blueprint/layer_modules.h"
#include "core/blueprint/made_tensor.h"
#include "core/weights/refuse_weights.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace flipside {

namespace {

/// Functions of NVIDIA's torch_utils/ops/bias_act.py, `activation_funcs`.
struct StyleFunction {
    std::string_view name;
    std::string_view text;
    double gain;
    bool scalesThrough;
};

constexpr std::array styleFunctions{
    StyleFunction{"linear", "x", 1.0, true},
    StyleFunction{"relu", "torch.relu(x)", std::numbers::sqrt2, true},
    StyleFunction{"lrelu", "torch.leaky_relu(x, 0.2)", std::numbers::sqrt2, true},
    StyleFunction{"tanh", "torch.tanh(x)", 1.0, false},
    StyleFunction{"sigmoid", "torch.sigmoid(x)", 1.0, false},
    StyleFunction{"elu", "torch.elu(x)", 1.0, false},
    StyleFunction{"selu", "torch.selu(x)", 1.0, false},
    StyleFunction{"softplus", "torch.softplus(x)", 1.0, false},
    StyleFunction{"swish", "torch.silu(x)", std::numbers::sqrt2, false},
};

const StyleFunction& styleFunction(std::string_view name)
{
    const auto found = std::ranges::find(styleFunctions, name, &StyleFunction::name);
    if (found == styleFunctions.end())
        throw Error("the activation function “" + shownText(name) +
                    "” of its layers is none that Flipside knows");
    return *found;
}

constexpr double largestGain = 1e6;

} // namespace

bool StyleActivation::scalesThrough() const
{
    return gain > 0.0 && styleFunction(function).scalesThrough;
}

double StyleActivation::gainInFront() const
{
    return scalesThrough() ? gain : 1.0;
}

std::string StyleActivation::text() const
{
    std::string text;
    if (function != "linear")
        text = "    x = " + std::string(styleFunction(function).text) + "\n";
    if (!scalesThrough() && gain != 1.0)
        text += "    x = x * " + floatText(gain) + "\n";
    if (clamp)
        text += "    x = torch.clamp(x, " + floatText(-*clamp) + ", " + floatText(*clamp) + ")\n";
    return text;
}

StyleActivation styleActivation(std::string_view function)
{
    return {std::string(function), styleFunction(function).gain, std::nullopt};
}

std::string styleLinearText(const StyleLinear& layer)
{
    const double gain = layer.activation.gainInFront();
    return "    x = torch.linear(x, " + scaled("self.weight", layer.weightGain * gain) + ", " +
           (layer.bias ? scaled("self.bias", layer.biasGain * gain) : "None") + ")\n";
}

BlueprintModule styleLinearModule(const StyleLinear& layer)
{
    BlueprintModule module{layer.path, {renamed(*layer.weight, "weight")}, {}};
    if (layer.bias)
        module.weights.push_back(renamed(*layer.bias, "bias"));
    module.source = "def forward(self, x: Tensor) -> Tensor:\n" + styleLinearText(layer) +
                    layer.activation.text() + "    return x\n";
    return module;
}

std::string scaled(const std::string& what, double factor)
{
    return factor == 1.0 ? what : what + " * " + floatText(factor);
}

double usableGain(double gain)
{
    if (!std::isfinite(gain) || std::abs(gain) > largestGain)
        throw Error("one of its layers is scaled by a number beyond all measure");
    return gain;
}

} // namespace flipside
