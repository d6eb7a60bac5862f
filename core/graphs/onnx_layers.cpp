// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blueprint/layer_modules.h"
#include "core/graphs/onnx_arithmetic.h"
#include "core/graphs/onnx_windows.h"

#include <algorithm>
#include <array>

namespace flipside {

namespace {

using Values = std::vector<GraphValue>;

/// As an argument; "None" where the node has none.
std::string optionalText(const OnnxCall& call, std::size_t input)
{
    return call.has(input) ? call.textOf(call.input(input)) : "None";
}

/// x · w for a weight of inputs × outputs: as PyTorch's linear layers, which have it the other way round.
GraphValue linear(const OnnxCall& call, const GraphValue& x, const GraphValue& weight)
{
    Sizes shape = x.shape;
    shape.back() = weight.shape[1];
    return call.let("torch.linear(" + call.textOf(x) + ", " + call.textOf(transposed(weight, {1, 0})) + ")",
                    shape);
}

GraphValue matrixProduct(const OnnxCall& call, const GraphValue& x, const GraphValue& y)
{
    if (x.rank() == 0 || y.rank() == 0)
        call.refuse("multiplies single numbers as matrices");
    const Size inner = y.shape[y.rank() == 1 ? 0 : y.rank() - 2];
    if (x.shape.back() != inner || inner.perPicture)
        call.refuse("multiplies " + describeSizes(x.shape) + " with " + describeSizes(y.shape));
    if (!y.isComputed() && y.rank() == 2 && x.rank() >= 2)
        return linear(call, x, y);
    Sizes shape = broadcastSizes({x.shape.begin(), x.shape.end() - (x.rank() == 1 ? 1 : 2)},
                                 {y.shape.begin(), y.shape.end() - (y.rank() == 1 ? 1 : 2)});
    if (x.rank() > 1)
        shape.push_back(x.shape[x.rank() - 2]);
    if (y.rank() > 1)
        shape.push_back(y.shape.back());
    return call.let("torch.matmul(" + call.textOf(x) + ", " + call.textOf(y) + ")", shape);
}

Values matMul(const OnnxCall& call)
{
    return {matrixProduct(call, call.input(0), call.input(1))};
}

GraphValue scaled(const OnnxCall& call, const GraphValue& x, double factor)
{
    if (factor == 1)
        return x;
    return applied(call, "torch.mul(x, " + floatText(factor) + ")", nullptr, x);
}

Values gemm(const OnnxCall& call)
{
    GraphValue x = call.input(0);
    GraphValue y = call.input(1);
    if (x.rank() != 2 || y.rank() != 2)
        call.refuse("multiplies " + describeSizes(x.shape) + " with " + describeSizes(y.shape));
    if (call.integer("transA", 0) != 0)
        x = transposed(x, {1, 0});
    if (call.integer("transB", 0) != 0)
        y = transposed(y, {1, 0});
    const double alpha = call.real("alpha", 1);
    const double beta = call.real("beta", 1);
    const bool hasBias = call.has(2) && beta != 0;
    if (!y.isComputed() && alpha == 1 && beta == 1 && hasBias && call.input(2).rank() == 1 &&
        call.input(2).shape[0] == y.shape[1] && x.shape[1] == y.shape[0])
        return {call.let("torch.linear(" +
                             argumentList({call.textOf(x), call.textOf(transposed(y, {1, 0})),
                                           call.textOf(call.input(2))}) +
                             ")",
                         {x.shape[0], y.shape[1]})};
    GraphValue product = scaled(call, matrixProduct(call, x, y), alpha);
    if (!hasBias)
        return {product};
    return {applied(call, {"torch.add(x, y)", nullptr, TakesNumber::Either}, product,
                    scaled(call, call.input(2), beta))};
}

/// Letters for the file's labels: our own text, of our own letters.
Values einsum(const OnnxCall& call)
{
    const std::string_view equation = call.text("equation", "");
    std::string own;
    std::string labels;
    std::vector<Size> sizes;
    std::size_t input = 0;
    std::size_t dimension = 0;
    bool isOutput = false;
    Sizes shape;
    const auto endOperand = [&] {
        if (!call.has(input) || dimension != call.input(input).rank())
            call.refuse("has an equation that does not fit its inputs");
    };
    for (std::size_t i = 0; i < equation.size(); ++i) {
        const char c = equation[i];
        if (c == ' ')
            continue;
        if (c == ',' && !isOutput) {
            endOperand();
            ++input;
            dimension = 0;
            own += ",";
        } else if (c == '-' && !isOutput && equation.substr(i).starts_with("->")) {
            endOperand();
            isOutput = true;
            ++i;
            own += "->";
        } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            std::size_t label = labels.find(c);
            if (label == std::string::npos) {
                if (isOutput || labels.size() >= 26 || !call.has(input) ||
                    dimension >= call.input(input).rank())
                    call.refuse("has an equation that does not fit its inputs");
                label = labels.size();
                labels += c;
                sizes.push_back(call.input(input).shape[dimension]);
            } else if (!isOutput && (!call.has(input) || dimension >= call.input(input).rank() ||
                                     call.input(input).shape[dimension] != sizes[label])) {
                call.refuse("has an equation that does not fit its inputs");
            }
            own += char('a' + char(label));
            if (isOutput)
                shape.push_back(sizes[label]);
            ++dimension;
        } else {
            call.refuse("has an equation that Flipside does not read");
        }
    }
    if (!isOutput || input + 1 != call.inputs())
        call.refuse("has an equation that Flipside does not read");
    const std::string result = own.substr(own.find('>') + 1);
    for (std::size_t i = 0; i < sizes.size(); ++i)
        if (sizes[i].perPicture && result.find(char('a' + char(i))) == std::string::npos)
            call.refuse("mixes the pictures of a batch");
    std::vector<std::string> operands;
    operands.reserve(call.inputs());
    for (std::size_t i = 0; i < call.inputs(); ++i)
        operands.push_back(call.textOf(call.input(i)));
    return {call.let("torch.einsum(\"" + own + "\", [" + argumentList(operands) + "])", shape)};
}

// --- Convolutions ----------------------------------------------------------------------------------------

/// A map and the weight that goes over it. Of StyleGAN's a weight for each picture is computed, in groups of
/// one large picture: the pictures of a batch are its groups then.
struct Convolved {
    std::string map;
    std::string groups;
    std::int64_t inputs = 0;  ///< channels of a picture
    std::int64_t outputs = 0; ///< likewise
    bool forEachPicture = false;
};

Convolved convolved(const OnnxCall& call, const GraphValue& map, const GraphValue& weight, bool isTransposed)
{
    const std::int64_t groups = call.integer("group", 1);
    Convolved result;
    result.forEachPicture = weight.shape[0].perPicture;
    const Size channels = map.shape[1];
    result.inputs = channels.count;
    const std::int64_t first = weight.shape[0].count;
    const std::int64_t second = weight.shape[1].count;
    result.outputs = isTransposed ? second * groups : first;
    const bool fits = groups >= 1 && groups <= first &&
                      (isTransposed ? first == channels.count : second * groups == channels.count) &&
                      first % groups == 0 && !weight.shape[1].perPicture &&
                      channels.perPicture <= result.forEachPicture;
    if (!fits || map.rank() != weight.rank())
        call.refuse("has a weight of " + describeSizes(weight.shape) + " for an input of " +
                    describeSizes(map.shape));
    result.map = call.textOf(map);
    result.groups = std::to_string(groups);
    if (result.forEachPicture) {
        Sizes large = map.shape;
        large[0] = {1, false};
        large[1] = {channels.count, true};
        if (map.shape != large)
            result.map = call.writer().let("torch.reshape(" + result.map + ", " + reshapeText(large) + ")");
        result.groups = "n * " + result.groups;
    }
    return result;
}

/// Of what a convolution makes: the batch is where it was in the map.
Sizes convolvedShape(const GraphValue& map, const Convolved& what, const std::vector<std::int64_t>& sides)
{
    Sizes shape{map.shape[0], {what.outputs, map.shape[1].perPicture}};
    for (const std::int64_t side : sides)
        shape.push_back({side, false});
    return shape;
}

GraphValue afterConvolution(const OnnxCall& call, const std::string& text, const Convolved& what,
                            const Sizes& shape)
{
    if (!what.forEachPicture || shape[1].perPicture)
        return call.let(text, shape);
    return call.let("torch.reshape(" + call.writer().let(text) + ", " + reshapeText(shape) + ")", shape);
}

std::vector<std::int64_t> kernelOf(const OnnxCall& call, const GraphValue& weight)
{
    std::vector<std::int64_t> kernel;
    for (std::size_t i = 2; i < weight.rank(); ++i) {
        if (weight.shape[i].perPicture)
            call.refuse("has a weight that depends on the batch");
        kernel.push_back(weight.shape[i].count);
    }
    return kernel;
}

/// A bias for each channel of a map.
GraphValue withBias(const OnnxCall& call, const GraphValue& map, const GraphValue& bias)
{
    Sizes shape(map.rank() - 1);
    shape[0] = {countOf(bias.shape), hasBatch(bias.shape)};
    return applied(call, {"torch.add(x, y)", nullptr, TakesNumber::Either}, map, reshaped(call, bias, shape));
}

const char* sidesOf(const Windows& windows)
{
    return windows.sides() == 1 ? "1d" : windows.sides() == 2 ? "2d" : "3d";
}

Values convolution(const OnnxCall& call)
{
    GraphValue map = call.plain(call.input(0));
    const GraphValue& weight = call.input(1);
    if (weight.rank() < 3)
        call.refuse("has a weight of " + describeSizes(weight.shape));
    Windows windows = windowsOf(call, map.shape, kernelOf(call, weight), false);
    if (!windows.isSymmetric() ||
        std::ranges::any_of(windows.begins, [](std::int64_t pad) { return pad < 0; })) {
        map = padded(call, map, windows, 0);
        windows.begins.assign(windows.sides(), 0);
        windows.ends = windows.begins;
    }
    const Convolved what = convolved(call, map, weight, false);
    std::vector<std::int64_t> sides;
    for (std::size_t i = 0; i < windows.sides(); ++i) {
        const std::int64_t room = map.shape[2 + i].count + 2 * windows.begins[i] - windows.reach(i);
        if (room < 0)
            call.refuse("has a kernel that is larger than its input");
        sides.push_back(room / windows.strides[i] + 1);
    }
    const bool biasAlone = call.has(2) && what.forEachPicture;
    GraphValue result = afterConvolution(
        call,
        "torch.conv" + std::string(sidesOf(windows)) + "(" +
            argumentList({what.map, call.textOf(weight), biasAlone ? "None" : optionalText(call, 2),
                          listText(windows.strides), listText(windows.begins), listText(windows.dilations),
                          what.groups}) +
            ")",
        what, convolvedShape(map, what, sides));
    return {biasAlone ? withBias(call, result, call.input(2)) : result};
}

/// How the whole of a transposed convolution is cut, along one side.
struct Cut {
    std::int64_t padding = 0; ///< LibTorch's: cut off at both ends
    std::int64_t added = 0;   ///< LibTorch's output_padding
    std::int64_t start = 0;   ///< cut off at the beginning besides
    std::int64_t length = 0;
    std::int64_t before = 0; ///< length before the last cut
};

/// ONNX's formulas for ConvTranspose: the output's size, or from that the padding.
Cut cutOf(const OnnxCall& call, const Windows& windows, std::size_t side, std::int64_t size,
          std::optional<std::int64_t> asked, std::int64_t outputPadding)
{
    const std::int64_t whole = windows.strides[side] * (size - 1) + windows.reach(side);
    std::int64_t begin = windows.begins[side];
    std::int64_t end = windows.ends[side];
    Cut cut;
    cut.added = outputPadding;
    if (asked) {
        const std::int64_t all = whole + outputPadding - *asked;
        if (all < 0)
            cut.added -= all;
        const std::int64_t padding = std::max<std::int64_t>(all, 0);
        begin = call.text("auto_pad", "NOTSET") == "SAME_UPPER" ? padding / 2 : padding - padding / 2;
        end = padding - begin;
    }
    cut.length = whole + cut.added - begin - end;
    cut.padding = std::min(begin, end);
    cut.start = begin - cut.padding;
    cut.before = whole + cut.added - 2 * cut.padding;
    // What LibTorch adds must be smaller than its steps.
    if (cut.padding < 0 || cut.length < 1 || cut.length > (1 << 20) || cut.added < 0 ||
        cut.added >= std::max(windows.strides[side], windows.dilations[side]))
        call.refuse("has padding that does not fit its input");
    return cut;
}

Values transposedConvolution(const OnnxCall& call)
{
    const GraphValue map = call.plain(call.input(0));
    const GraphValue& weight = call.input(1);
    if (weight.rank() < 3)
        call.refuse("has a weight of " + describeSizes(weight.shape));
    const Windows windows = windowsOf(call, map.shape, kernelOf(call, weight), true);
    const std::string_view automatic = call.text("auto_pad", "NOTSET");
    std::vector<std::int64_t> asked = call.integers("output_shape");
    std::vector<std::int64_t> added = call.integers("output_padding");
    added.resize(windows.sides(), 0);
    if (!asked.empty() && asked.size() < windows.sides())
        call.refuse("has an output_shape that does not fit its input");
    asked.erase(asked.begin(), asked.end() - std::ptrdiff_t(std::min(asked.size(), windows.sides())));
    const Convolved what = convolved(call, map, weight, true);
    std::vector<std::int64_t> padding;
    std::vector<std::int64_t> sides;
    std::vector<std::int64_t> lengths;
    std::vector<std::int64_t> starts;
    for (std::size_t i = 0; i < windows.sides(); ++i) {
        std::optional<std::int64_t> size;
        if (!asked.empty())
            size = asked[i];
        else if (automatic == "SAME_UPPER" || automatic == "SAME_LOWER")
            size = map.shape[2 + i].count * windows.strides[i];
        const Cut cut = cutOf(call, windows, i, map.shape[2 + i].count, size, added[i]);
        padding.push_back(cut.padding);
        added[i] = cut.added;
        sides.push_back(cut.before);
        lengths.push_back(cut.length);
        starts.push_back(cut.start);
    }
    const bool biasAlone = call.has(2) && what.forEachPicture;
    GraphValue result = afterConvolution(
        call,
        "torch.conv_transpose" + std::string(sidesOf(windows)) + "(" +
            argumentList({what.map, call.textOf(weight), biasAlone ? "None" : optionalText(call, 2),
                          listText(windows.strides), listText(padding), listText(added), what.groups,
                          listText(windows.dilations)}) +
            ")",
        what, convolvedShape(map, what, sides));
    for (std::size_t i = 0; i < windows.sides(); ++i) {
        if (lengths[i] == sides[i])
            continue;
        Sizes shape = result.shape;
        shape[2 + i].count = lengths[i];
        result = call.let("torch.narrow(" + result.name + ", " + std::to_string(2 + i) + ", " +
                              std::to_string(starts[i]) + ", " + std::to_string(lengths[i]) + ")",
                          shape);
    }
    return {biasAlone ? withBias(call, result, call.input(2)) : result};
}

// --- Norms -----------------------------------------------------------------------------------------------

/// For each channel of a map.
void needChannels(const OnnxCall& call, const GraphValue& map, std::size_t first, std::size_t last)
{
    if (map.rank() < 2)
        call.refuse("takes a tensor of " + describeSizes(map.shape));
    for (std::size_t i = first; i <= last; ++i)
        if (call.input(i).shape != Sizes{map.shape[1]})
            call.refuse("has a weight of " + describeSizes(call.input(i).shape) + " for an input of " +
                        describeSizes(map.shape));
}

Values batchNorm(const OnnxCall& call)
{
    const GraphValue map = call.plain(call.input(0));
    if (call.integer("training_mode", 0) != 0)
        call.refuse("is a network in training; call its eval() before exporting it");
    needChannels(call, map, 1, 4);
    std::vector<std::string> arguments{call.textOf(map)};
    for (std::size_t i = 1; i <= 4; ++i)
        arguments.push_back(call.textOf(call.input(i)));
    return {call.let("torch.batch_norm(" + argumentList(arguments) + ", False, 0.1, " +
                         floatText(call.real("epsilon", 1e-5)) + ", False)",
                     map.shape)};
}

Values instanceNorm(const OnnxCall& call)
{
    const GraphValue map = call.plain(call.input(0));
    needChannels(call, map, 1, 2);
    if (map.rank() < 3)
        call.refuse("takes a tensor of " + describeSizes(map.shape));
    return {call.let(
        "torch.instance_norm(" +
            argumentList({call.textOf(map), call.textOf(call.input(1)), call.textOf(call.input(2))}) +
            ", None, None, True, 0.0, " + floatText(call.real("epsilon", 1e-5)) + ", False)",
        map.shape)};
}

Values layerNorm(const OnnxCall& call)
{
    const GraphValue x = call.plain(call.input(0));
    const std::size_t axis = call.axis(call.integer("axis", -1), x.rank());
    const Sizes normed(x.shape.begin() + std::ptrdiff_t(axis), x.shape.end());
    if (hasBatch(normed))
        call.refuse("mixes the pictures of a batch");
    const auto affine = [&](std::size_t number) {
        return call.has(number) ? call.textOf(expanded(call, call.input(number),
                                                       broadcastSizes(call.input(number).shape, normed)))
                                : std::string("None");
    };
    const std::string scale = affine(1);
    const std::string shift = affine(2);
    return {call.let("torch.layer_norm(" +
                         argumentList({call.textOf(x), sizesText(normed), scale, shift,
                                       floatText(call.real("epsilon", 1e-5))}) +
                         ", False)",
                     x.shape)};
}

/// Until opset 21 with a weight for each group, from then on for each channel.
Values groupNorm(const OnnxCall& call)
{
    const GraphValue map = call.plain(call.input(0));
    const std::int64_t groups = call.integer("num_groups", 1);
    if (map.rank() < 2 || groups < 1 || map.shape[1].perPicture || map.shape[1].count % groups != 0)
        call.refuse("takes a tensor of " + describeSizes(map.shape));
    const std::int64_t channels = map.shape[1].count;
    const auto affine = [&](std::size_t number) {
        const GraphValue& weight = call.input(number);
        const std::int64_t count = countOf(weight.shape);
        if (count == channels || count != groups)
            return call.textOf(reshaped(call, weight, {Size{channels, false}}));
        const Sizes each{{groups, false}, {channels / groups, false}};
        return call.textOf(
            reshaped(call, expanded(call, reshaped(call, weight, {Size{groups, false}, Size{}}), each),
                     {Size{channels, false}}));
    };
    const std::string scale = affine(1);
    const std::string shift = affine(2);
    return {call.let("torch.group_norm(" +
                         argumentList({call.textOf(map), std::to_string(groups), scale, shift,
                                       floatText(call.real("epsilon", 1e-5))}) +
                         ", False)",
                     map.shape)};
}

} // namespace

std::span<const OnnxOperator> layerOperators()
{
    static constexpr OnnxOperator operators[] = {
        {"MatMul", &matMul},
        {"Gemm", &gemm},
        {"Einsum", &einsum},
        {"Conv", &convolution},
        {"ConvTranspose", &transposedConvolution},
        {"BatchNormalization", &batchNorm},
        {"InstanceNormalization", &instanceNorm},
        {"LayerNormalization", &layerNorm},
        {"GroupNormalization", &groupNorm},
    };
    return operators;
}

} // namespace flipside
