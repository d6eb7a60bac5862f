// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blueprint/layer_modules.h"
#include "core/graphs/onnx_call.h"

#include <algorithm>
#include <numeric>

namespace flipside {

namespace {

using Values = std::vector<GraphValue>;

/// Of small constants, all of whose numbers become one: sizes multiplied with one another, say.
std::optional<GraphValue> foldedReduction(const OnnxCall& call, const GraphValue& x, const Sizes& shape)
{
    const auto numbers = x.isComputed() ? std::nullopt : numbersOf(x);
    if (!numbers || numbers->empty() || countOf(shape) != 1)
        return std::nullopt;
    Number result{call.op() == "ReduceProd" ? 1.0 : 0.0, false};
    if (call.op() == "ReduceMax" || call.op() == "ReduceMin")
        result = numbers->front();
    for (const Number& number : *numbers) {
        if (number.perPicture && (call.op() != "ReduceProd" || result.perPicture))
            call.refuse("depends on how many pictures there are");
        result.perPicture = result.perPicture || number.perPicture;
        if (call.op() == "ReduceProd")
            result.value *= number.value;
        else if (call.op() == "ReduceMax")
            result.value = std::max(result.value, number.value);
        else if (call.op() == "ReduceMin")
            result.value = std::min(result.value, number.value);
        else if (call.op() == "ReduceSum" || call.op() == "ReduceMean")
            result.value += number.value;
        else
            return std::nullopt;
    }
    if (call.op() == "ReduceMean")
        result.value /= double(numbers->size());
    return knownNumbers({result}, shape, x.type);
}

Values reduce(const OnnxCall& call)
{
    const GraphValue x = call.plain(call.input(0));
    const std::vector<std::int64_t> axes = call.has(1) ? call.knownIntegers(1) : call.integers("axes");
    const bool keeps = call.integer("keepdims", 1) != 0;
    if (axes.empty() && call.integer("noop_with_empty_axes", 0) != 0)
        return {x};
    std::vector<bool> gone(x.rank(), axes.empty());
    for (const std::int64_t axis : axes)
        gone[call.axis(axis, x.rank())] = true;
    Sizes shape;
    std::vector<std::int64_t> dimensions;
    for (std::size_t i = 0; i < x.rank(); ++i) {
        if (!gone[i]) {
            shape.push_back(x.shape[i]);
            continue;
        }
        if (x.shape[i].perPicture)
            call.refuse("mixes the pictures of a batch");
        dimensions.push_back(std::int64_t(i));
        if (keeps)
            shape.push_back({});
    }
    if (std::optional<GraphValue> known = foldedReduction(call, x, shape))
        return {*known};
    const std::string ofText = ", " + listText(dimensions) + ", " + (keeps ? "True" : "False") + ")";
    const std::string text = call.textOf(x);
    const std::string& op = call.op();
    if (dimensions.empty() &&
        (op == "ReduceMean" || op == "ReduceSum" || op == "ReduceMax" || op == "ReduceMin"))
        return {x};
    if (op == "ReduceMean")
        return {call.let("torch.mean(" + text + ofText, shape)};
    if (op == "ReduceSum")
        return {call.let("torch.sum(" + text + ofText, shape)};
    if (op == "ReduceMax")
        return {call.let("torch.amax(" + text + ofText, shape)};
    if (op == "ReduceMin")
        return {call.let("torch.amin(" + text + ofText, shape)};
    if (op == "ReduceL1")
        return {call.let("torch.sum(torch.abs(" + text + ")" + ofText, shape)};
    if (op == "ReduceSumSquare")
        return {call.let("torch.sum(torch.square(" + text + ")" + ofText, shape)};
    if (op == "ReduceL2")
        return {call.let("torch.sqrt(torch.sum(torch.square(" + text + ")" + ofText + ")", shape)};
    if (op == "ReduceLogSumExp")
        return {call.let("torch.logsumexp(" + text + ofText, shape)};
    call.refuse("multiplies numbers that the network computes");
}

/// x over its norm along one dimension.
Values lpNormalization(const OnnxCall& call)
{
    const GraphValue x = call.plain(call.input(0));
    const std::size_t axis = call.axis(call.integer("axis", -1), x.rank());
    const std::int64_t p = call.integer("p", 2);
    if (x.shape[axis].perPicture || (p != 1 && p != 2))
        call.refuse("has a norm that Flipside does not know");
    const std::string text = call.textOf(x);
    const std::string of = ", [" + std::to_string(axis) + "], True)";
    return {call.let("torch.div(" + text + ", " +
                         (p == 1 ? "torch.sum(torch.abs(" + text + ")" + of
                                 : "torch.sqrt(torch.sum(torch.square(" + text + ")" + of + ")") +
                         ")",
                     x.shape)};
}

} // namespace

std::span<const OnnxOperator> reductionOperators()
{
    static constexpr OnnxOperator operators[] = {
        {"ReduceMean", &reduce},      {"ReduceSum", &reduce},
        {"ReduceMax", &reduce},       {"ReduceMin", &reduce},
        {"ReduceProd", &reduce},      {"ReduceL1", &reduce},
        {"ReduceL2", &reduce},        {"ReduceSumSquare", &reduce},
        {"ReduceLogSumExp", &reduce}, {"LpNormalization", &lpNormalization},
    };
    return operators;
}

} // namespace flipside
