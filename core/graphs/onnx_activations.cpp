// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blueprint/layer_modules.h"
#include "core/graphs/onnx_arithmetic.h"
#include "core/graphs/written_forms.h"

#include <algorithm>
#include <cmath>

namespace flipside {

namespace {

using Values = std::vector<GraphValue>;

struct PlainFunction {
    std::string_view op;
    const char* function;
};

/// Without settings, or with none that LibTorch's could have.
constexpr PlainFunction plainFunctions[] = {
    {"Relu", "torch.relu(x)"}, {"Tanh", "torch.tanh(x)"},           {"Sigmoid", "torch.sigmoid(x)"},
    {"Mish", "torch.mish(x)"}, {"HardSwish", "torch.hardswish(x)"}, {"Softplus", "torch.softplus(x)"},
};

Values plainFunction(const OnnxCall& call)
{
    const auto* const function = std::ranges::find(plainFunctions, call.op(), &PlainFunction::op);
    const GraphValue& x = call.input(0);
    return {afterFunction(call, x, call.activation(function->function, x))};
}

Values leakyRelu(const OnnxCall& call)
{
    return {
        call.activation("torch.leaky_relu(x, " + floatText(call.real("alpha", 0.01)) + ")", call.input(0))};
}

Values elu(const OnnxCall& call)
{
    return {call.activation("torch.elu(x, " + floatText(call.real("alpha", 1)) + ")", call.input(0))};
}

Values celu(const OnnxCall& call)
{
    return {call.activation("torch.celu(x, " + floatText(call.real("alpha", 1)) + ")", call.input(0))};
}

/// γ·(max(x, 0) + min(α·(eˣ - 1), 0)); LibTorch's has the published constants built in.
Values selu(const OnnxCall& call)
{
    constexpr double usualAlpha = 1.67326319217681884765625;
    constexpr double usualGamma = 1.05070102214813232421875;
    const double alpha = call.real("alpha", usualAlpha);
    const double gamma = call.real("gamma", usualGamma);
    if (std::abs(alpha - usualAlpha) < 1e-4 && std::abs(gamma - usualGamma) < 1e-4)
        return {call.activation("torch.selu(x)", call.input(0))};
    return {
        call.activation("torch.elu(x, " + floatText(alpha) + ", " + floatText(gamma) + ")", call.input(0))};
}

Values hardSigmoid(const OnnxCall& call)
{
    const double alpha = call.real("alpha", 0.2);
    const double beta = call.real("beta", 0.5);
    const GraphValue& x = call.input(0);
    if (std::abs(alpha - 1.0 / 6.0) < 1e-6 && beta == 0.5)
        return {afterFunction(call, x, call.activation("torch.hardsigmoid(x)", x))};
    // hardsigmoid(y) is clamp(y/6 + 1/2): the same of another slope and place.
    const GraphValue moved = applied(
        call, "torch.add(torch.mul(x, " + floatText(6 * alpha) + "), " + floatText(6 * (beta - 0.5)) + ")",
        nullptr, x);
    return {call.activation("torch.hardsigmoid(x)", moved)};
}

Values gelu(const OnnxCall& call)
{
    const bool byTanh = call.text("approximate", "none") == "tanh";
    return {call.activation(byTanh ? "torch.gelu(x, approximate=\"tanh\")" : "torch.gelu(x)", call.input(0))};
}

/// A slope for all, or one for each channel; others are no single function of LibTorch's.
Values prelu(const OnnxCall& call)
{
    const GraphValue x = call.plain(call.input(0));
    const GraphValue& slope = call.input(1);
    const std::int64_t count = countOf(slope.shape);
    if (const auto number = scalarOf(slope))
        return {call.activation("torch.leaky_relu(x, " + floatText(*number) + ")", x)};
    const bool ofChannels = x.rank() >= 2 && !x.shape[1].perPicture && x.shape[1].count == count &&
                            (slope.rank() + 1 == x.rank() || slope.rank() == x.rank()) &&
                            slope.shape[slope.rank() + 1 - x.rank()].count == count;
    if (slope.isComputed() || !ofChannels) {
        const std::string below =
            call.textOf(applied(call, {"torch.mul(x, y)", nullptr, TakesNumber::Either},
                                applied(call, "torch.clamp(x, max=0.0)", nullptr, x), slope));
        return {call.let("torch.add(torch.relu(" + call.textOf(x) + "), " + below + ")", x.shape)};
    }
    const std::string weights = call.textOf(reshaped(call, slope, {Size{count, false}}));
    return {computed(call.writer().activation({}, "torch.prelu(x, y)", {call.textOf(x), weights}), x.shape)};
}

Values clip(const OnnxCall& call)
{
    const GraphValue& x = call.input(0);
    const auto bound = [&](std::size_t number, const char* name, double none) -> double {
        if (call.opset() < 11)
            return call.real(name, none);
        if (!call.has(number))
            return none;
        const auto known = scalarOf(call.input(number));
        if (!known || std::isnan(*known))
            call.refuse("has bounds that are not known");
        return *known;
    };
    const double low = bound(1, "min", -mostFinite);
    const double high = bound(2, "max", mostFinite);
    if (!x.isComputed()) {
        if (std::optional<std::vector<Number>> numbers = numbersOf(x)) {
            for (Number& number : *numbers)
                number.value = std::min(std::max(number.value, low), high);
            return {knownNumbers(std::move(*numbers), x.shape, x.type)};
        }
    }
    std::string bounds;
    if (low > -mostFinite)
        bounds += ", min=" + floatText(low);
    if (high < mostFinite)
        bounds += ", max=" + floatText(high);
    if (bounds.empty())
        return {x};
    return {afterClip(x, low, high, applied(call, "torch.clamp(x" + bounds + ")", nullptr, x))};
}

/// x / (1 + |x|)
Values softsign(const OnnxCall& call)
{
    return {applied(call, "torch.div(x, torch.add(torch.abs(x), 1.0))", nullptr, call.input(0))};
}

Values softmax(const OnnxCall& call)
{
    const GraphValue x = call.plain(call.input(0));
    const std::size_t axis = call.axis(call.integer("axis", call.opset() < 13 ? 1 : -1), x.rank());
    const std::string function = call.op() == "Softmax" ? "torch.softmax(" : "torch.log_softmax(";
    if (x.shape[axis].perPicture)
        call.refuse("mixes the pictures of a batch");
    if (call.opset() >= 13 || axis + 1 == x.rank())
        return {call.let(function + call.textOf(x) + ", " + std::to_string(axis) + ")", x.shape)};
    // Before, all dimensions from this one on were taken together.
    Sizes flat(x.shape.begin(), x.shape.begin() + std::ptrdiff_t(axis));
    const Sizes rest(x.shape.begin() + std::ptrdiff_t(axis), x.shape.end());
    if (hasBatch(rest))
        call.refuse("mixes the pictures of a batch");
    flat.push_back({countOf(rest), false});
    const std::string text = call.textOf(reshaped(call, x, flat));
    return {reshaped(call, call.let(function + text + ", " + std::to_string(axis) + ")", flat), x.shape)};
}

} // namespace

std::span<const OnnxOperator> activationOperators()
{
    static constexpr OnnxOperator operators[] = {
        {"Relu", &plainFunction},
        {"Tanh", &plainFunction},
        {"Sigmoid", &plainFunction},
        {"Mish", &plainFunction},
        {"HardSwish", &plainFunction},
        {"Softplus", &plainFunction},
        {"LeakyRelu", &leakyRelu},
        {"Elu", &elu},
        {"Celu", &celu},
        {"Selu", &selu},
        {"HardSigmoid", &hardSigmoid},
        {"Gelu", &gelu},
        {"PRelu", &prelu},
        {"Clip", &clip},
        {"Softsign", &softsign},
        {"Softmax", &softmax},
        {"LogSoftmax", &softmax},
    };
    return operators;
}

} // namespace flipside
