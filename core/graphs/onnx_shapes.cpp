// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blueprint/layer_modules.h"
#include "core/graphs/onnx_call.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace flipside {

namespace {

using Values = std::vector<GraphValue>;

/// A side that a file's number asks for.
Size sizeOfNumber(const OnnxCall& call, const Number& number)
{
    if (!(number.value >= 1 && number.value <= 1e9) || number.value != std::floor(number.value))
        call.refuse("makes a tensor whose size is no whole number");
    return {wholeNumberOf(number.value), number.perPicture};
}

std::vector<std::int64_t> axesOf(const OnnxCall& call, std::size_t input)
{
    return call.has(input) ? call.knownIntegers(input) : call.integers("axes");
}

Values shapeOf(const OnnxCall& call)
{
    const Sizes& shape = call.input(0).shape;
    const auto rank = std::int64_t(shape.size());
    const auto place = [&](const char* name, std::int64_t usual) {
        const std::int64_t number = call.integer(name, usual);
        return std::clamp(number < 0 ? number + rank : number, std::int64_t{0}, rank);
    };
    const std::int64_t start = place("start", 0);
    std::vector<Number> numbers;
    for (std::int64_t i = start; i < place("end", rank); ++i)
        numbers.push_back({double(shape[std::size_t(i)].count), shape[std::size_t(i)].perPicture});
    const auto count = std::int64_t(numbers.size());
    return {knownNumbers(std::move(numbers), {Size{count, false}}, NumberType::Whole)};
}

Values sizeOfAll(const OnnxCall& call)
{
    const Sizes& shape = call.input(0).shape;
    return {knownNumbers({{double(countOf(shape)), hasBatch(shape)}}, {}, NumberType::Whole)};
}

/// What Reshape's second input asks for: 0 keeps a side, -1 is what is left, and a batch that the file fixes
/// stays a batch.
Sizes askedShape(const OnnxCall& call, const Sizes& from, const std::vector<Number>& numbers)
{
    Sizes shape;
    std::optional<std::size_t> open;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const Number& number = numbers[i];
        if (number.value == 0 && call.integer("allowzero", 0) == 0) {
            if (i >= from.size())
                call.refuse("keeps a dimension that there is not");
            shape.push_back(from[i]);
        } else if (number.value == -1 && !open) {
            open = i;
            shape.push_back({1, false});
        } else {
            shape.push_back(sizeOfNumber(call, number));
        }
    }
    const std::int64_t all = countOf(from);
    const bool loses = hasBatch(from) && !hasBatch(shape);
    // The batch comes first, and stays there where the file fixes it.
    if (loses && !shape.empty() && open != 0U) {
        const std::int64_t fixed = call.context().fixedBatch;
        const std::int64_t asked = countOf(shape);
        if (shape[0].count % fixed == 0 && (open || asked == all * fixed) &&
            (!open || (from[0].perPicture && from[0].count == 1 && shape[0].count == fixed)))
            shape[0] = {shape[0].count / fixed, true};
    }
    const std::int64_t rest = countOf(shape);
    if (open && all % rest == 0)
        shape[*open] = {all / rest, hasBatch(from) && !hasBatch(shape)};
    if (countOf(shape) != all || hasBatch(shape) != hasBatch(from))
        call.refuse("makes a tensor of " + describeSizes(from) + " one of " + describeSizes(shape) +
                    ", which has another number of numbers");
    return shape;
}

Values reshape(const OnnxCall& call)
{
    const GraphValue& x = call.input(0);
    return {reshaped(call, x, askedShape(call, x.shape, call.known(1)))};
}

Values flatten(const OnnxCall& call)
{
    const GraphValue& x = call.input(0);
    std::int64_t axis = call.integer("axis", 1);
    axis =
        std::clamp(axis < 0 ? axis + std::int64_t(x.rank()) : axis, std::int64_t{0}, std::int64_t(x.rank()));
    const auto middle = x.shape.begin() + axis;
    const Sizes before(x.shape.begin(), middle);
    const Sizes after(middle, x.shape.end());
    return {
        reshaped(call, x, {Size{countOf(before), hasBatch(before)}, Size{countOf(after), hasBatch(after)}})};
}

Values squeeze(const OnnxCall& call)
{
    const GraphValue& x = call.input(0);
    std::vector<bool> gone(x.rank(), false);
    const std::vector<std::int64_t> axes = axesOf(call, 1);
    for (const std::int64_t axis : axes)
        gone[call.axis(axis, x.rank())] = true;
    Sizes shape;
    for (std::size_t i = 0; i < x.rank(); ++i) {
        const bool isOne = x.shape[i] == Size{};
        if (axes.empty() ? isOne : gone[i]) {
            if (!isOne)
                call.refuse(x.shape[i].perPicture ? "takes the batch away: export the network for any batch"
                                                  : "takes a dimension away that has more than one place");
            continue;
        }
        shape.push_back(x.shape[i]);
    }
    return {reshaped(call, x, shape)};
}

Values unsqueeze(const OnnxCall& call)
{
    const GraphValue& x = call.input(0);
    const std::vector<std::int64_t> axes = axesOf(call, 1);
    const std::size_t rank = x.rank() + axes.size();
    std::vector<bool> isNew(rank, false);
    for (const std::int64_t axis : axes) {
        if (isNew[call.axis(axis, rank)])
            call.refuse("names a dimension twice");
        isNew[call.axis(axis, rank)] = true;
    }
    Sizes shape;
    for (std::size_t i = 0, old = 0; i < rank; ++i)
        shape.push_back(isNew[i] ? Size{} : x.shape[old++]);
    return {reshaped(call, x, shape)};
}

Values transpose(const OnnxCall& call)
{
    const GraphValue& x = call.input(0);
    std::vector<std::int64_t> asked = call.integers("perm");
    if (!call.hasAttribute("perm"))
        for (std::size_t i = x.rank(); i-- > 0;)
            asked.push_back(std::int64_t(i));
    std::vector<std::size_t> order;
    std::vector<bool> seen(x.rank(), false);
    for (const std::int64_t number : asked) {
        const std::size_t axis = call.axis(number, x.rank());
        if (seen[axis])
            call.refuse("names a dimension twice");
        seen[axis] = true;
        order.push_back(axis);
    }
    if (order.size() != x.rank())
        call.refuse("does not name each dimension");
    return {transposed(x, order)};
}

Values expand(const OnnxCall& call)
{
    const GraphValue& x = call.input(0);
    Sizes asked;
    for (const Number& number : call.known(1))
        asked.push_back(sizeOfNumber(call, number));
    const std::int64_t fixed = call.context().fixedBatch;
    if (fixed > 1 && hasBatch(x.shape) && asked.size() == x.rank() && asked[0] == Size{fixed, false})
        asked[0] = x.shape[0];
    return {expanded(call, x, broadcastSizes(x.shape, asked))};
}

Values tile(const OnnxCall& call)
{
    const GraphValue x = call.plain(call.input(0));
    const std::vector<Number> times = call.known(1);
    if (times.size() != x.rank())
        call.refuse("does not say for each dimension how often");
    Sizes repeats;
    Sizes shape;
    for (std::size_t i = 0; i < times.size(); ++i) {
        repeats.push_back(sizeOfNumber(call, times[i]));
        if (x.shape[i].perPicture && repeats[i] != Size{})
            call.refuse("repeats the pictures of a batch");
        shape.push_back({0, x.shape[i].perPicture || repeats[i].perPicture});
        if (__builtin_mul_overflow(x.shape[i].count, repeats[i].count, &shape[i].count))
            call.refuse("makes a tensor that is too large");
    }
    (void)countOf(shape);
    return {call.let("torch.repeat(" + call.textOf(x) + ", " + sizesText(repeats) + ")", shape, x.type)};
}

Values constantOfShape(const OnnxCall& call)
{
    Sizes shape;
    for (const Number& number : call.known(0))
        shape.push_back(sizeOfNumber(call, number));
    Number number;
    NumberType type = NumberType::Real;
    if (const onnx::AttributeProto* value = call.attribute("value"); value && value->has_t()) {
        const GraphValue constant = valueOf(value->t(), call.context().model);
        const auto known = scalarOf(constant);
        if (!known || std::isnan(*known))
            call.refuse("is filled with no number");
        number.value = *known;
        type = constant.type;
    }
    const std::int64_t count = countOf(shape);
    if (!hasBatch(shape) && count <= mostFolded)
        return {knownNumbers(std::vector<Number>(std::size_t(count), number), shape, type)};
    return {call.let("torch.full(" + sizesText(shape) + ", " + floatText(number.value) + ")", shape)};
}

Values range(const OnnxCall& call)
{
    const auto number = [&](std::size_t i) {
        const std::vector<Number> known = call.known(i);
        if (known.size() != 1 || known[0].perPicture || !std::isfinite(known[0].value))
            call.refuse("counts to what is not known");
        return known[0].value;
    };
    const double start = number(0);
    const double step = number(2);
    const double count = std::ceil((number(1) - start) / step);
    if (!(step != 0 && count >= 1 && count <= double(mostFolded)))
        call.refuse("counts further than Flipside does");
    std::vector<Number> numbers(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < numbers.size(); ++i)
        numbers[i].value = start + double(i) * step;
    return {knownNumbers(std::move(numbers), {Size{std::int64_t(count), false}}, call.input(0).type)};
}

} // namespace

GraphValue reshaped(const OnnxCall& call, const GraphValue& value, const Sizes& shape)
{
    if (shape == value.shape)
        return value;
    if (countOf(shape) != countOf(value.shape))
        call.refuse("makes a tensor of " + describeSizes(value.shape) + " one of " + describeSizes(shape));
    if (value.kind == GraphValue::Kind::Numbers) {
        GraphValue same = value;
        same.shape = shape;
        return same;
    }
    if (value.kind == GraphValue::Kind::Weight) {
        std::vector<std::int64_t> counts;
        for (const Size& size : shape)
            counts.push_back(size.count);
        if (value.weight.strides == packedStrides(value.weight.shape)) {
            GraphValue same = value;
            same.shape = shape;
            same.weight.strides = packedStrides(counts);
            same.weight.shape = std::move(counts);
            return same;
        }
    }
    return call.let("torch.reshape(" + call.textOf(value) + ", " + reshapeText(shape) + ")", shape,
                    value.type);
}

GraphValue transposed(const GraphValue& value, const std::vector<std::size_t>& order)
{
    GraphValue turned = value;
    turned.shape = reordered(value.shape, order);
    if (value.kind == GraphValue::Kind::Weight) {
        for (std::size_t i = 0; i < order.size(); ++i) {
            turned.weight.shape[i] = value.weight.shape.at(order[i]);
            turned.weight.strides[i] = value.weight.strides.at(order[i]);
        }
        return turned;
    }
    if (value.kind == GraphValue::Kind::Numbers) {
        // The place of each number, counted through in the new order.
        std::vector<std::int64_t> counts;
        for (const Size& size : value.shape)
            counts.push_back(size.count);
        const std::vector<std::int64_t> strides = packedStrides(counts);
        for (std::size_t i = 0; i < turned.numbers.size(); ++i) {
            std::int64_t rest = std::int64_t(i);
            std::int64_t from = 0;
            for (std::size_t d = order.size(); d-- > 0;) {
                from += rest % turned.shape[d].count * strides[order[d]];
                rest /= turned.shape[d].count;
            }
            turned.numbers[i] = value.numbers.at(std::size_t(from));
        }
        return turned;
    }
    std::vector<std::size_t> before = value.order;
    if (before.empty()) {
        before.resize(value.rank());
        std::iota(before.begin(), before.end(), std::size_t{0});
    }
    turned.order.resize(order.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        turned.order[i] = before.at(order[i]);
    if (std::ranges::is_sorted(turned.order))
        turned.order.clear();
    return turned;
}

GraphValue expanded(const OnnxCall& call, const GraphValue& value, const Sizes& shape)
{
    if (shape == value.shape)
        return value;
    if (value.kind == GraphValue::Kind::Numbers && value.numbers.size() == 1 && !hasBatch(shape) &&
        countOf(shape) <= mostFolded)
        return knownNumbers(std::vector<Number>(std::size_t(countOf(shape)), value.numbers[0]), shape,
                            value.type);
    return call.let("torch.expand(" + call.textOf(value) + ", " + sizesText(shape) + ")", shape, value.type);
}

std::span<const OnnxOperator> shapeOperators()
{
    static constexpr OnnxOperator operators[] = {
        {"Shape", &shapeOf},       {"Size", &sizeOfAll},
        {"Reshape", &reshape},     {"Flatten", &flatten},
        {"Squeeze", &squeeze},     {"Unsqueeze", &unsqueeze},
        {"Transpose", &transpose}, {"Expand", &expand},
        {"Tile", &tile},           {"ConstantOfShape", &constantOfShape},
        {"Range", &range},
    };
    return operators;
}

} // namespace flipside
