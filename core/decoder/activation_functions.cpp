// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decoder/activation_functions.h"

#include <cmath>
#include <string_view>
#include <torch/csrc/jit/ir/constants.h>
#include <unordered_map>

namespace flipside {

namespace {

/// Minimum of the function and its value at 0, for the functions' usual parameters.
struct Shape {
    double minimum;
    double atZero;
};

const std::unordered_map<std::string_view, Shape>& shapes()
{
    // Minima of x·sigmoid(x), x·Φ(x) and x·tanh(softplus(x)) found numerically; -3/8 and SELU's -λα are
    // exact.
    static const std::unordered_map<std::string_view, Shape> table = {
        {"relu", {0.0, 0.0}},
        {"relu6", {0.0, 0.0}},
        {"leaky_relu", {0.0, 0.0}},
        {"prelu", {0.0, 0.0}},
        {"rrelu", {0.0, 0.0}},
        {"elu", {-1.0, 0.0}},
        {"celu", {-1.0, 0.0}},
        {"selu", {-1.7580993408473766, 0.0}},
        {"silu", {-0.2784645428, 0.0}},
        {"gelu", {-0.1699712075, 0.0}},
        {"mish", {-0.3088402107, 0.0}},
        {"hardswish", {-0.375, 0.0}},
        {"softplus", {0.0, 0.6931471805599453}},
        {"tanh", {-1.0, 0.0}},
        {"sigmoid", {0.0, 0.5}},
        {"hardsigmoid", {0.0, 0.5}},
        {"hardtanh", {-1.0, 0.0}},
        {"glu", {0.0, 0.0}}, // no minimum: off is what a closed gate lets through
    };
    return table;
}

std::optional<double> constantInput(const torch::jit::Node& node, std::size_t index)
{
    if (index >= node.inputs().size())
        return std::nullopt;
    const auto value = torch::jit::toIValue(node.input(index));
    if (!value || !value->isScalar())
        return std::nullopt;
    return value->toScalar().toDouble();
}

} // namespace

std::optional<ActivationFunction> activationFunctionOf(const torch::jit::Node& node)
{
    if (!node.kind().is_aten())
        return std::nullopt;
    ActivationFunction function;
    function.name = node.kind().toUnqualString();
    if (function.name.ends_with('_')) {
        function.inPlace = true;
        function.name.pop_back();
    }
    const auto shape = shapes().find(function.name);
    if (shape == shapes().end())
        return std::nullopt;

    double minimum = shape->second.minimum;
    double atZero = shape->second.atZero;
    if (function.name == "elu" || function.name == "celu")
        minimum = -std::abs(constantInput(node, 1).value_or(1.0)) *
                  (function.name == "elu" ? constantInput(node, 2).value_or(1.0) : 1.0);
    if (function.name == "hardtanh") {
        minimum = constantInput(node, 1).value_or(-1.0);
        const double maximum = constantInput(node, 2).value_or(1.0);
        atZero = std::fmin(std::fmax(0.0, minimum), maximum);
        if (minimum == 0.0 && maximum == 6.0)
            function.name = "relu6";
    }
    function.off = static_cast<float>(minimum);
    function.threshold = static_cast<float>(atZero + 1e-7);
    return function;
}

} // namespace flipside
