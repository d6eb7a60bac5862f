// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blueprint/layer_modules.h"
#include "core/graphs/onnx_arithmetic.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace flipside {

namespace {

using Values = std::vector<GraphValue>;

constexpr std::int64_t mostPicked = 1 << 14;

/// The places along one dimension that are taken, one after the other.
Values picked(const OnnxCall& call, const GraphValue& x, std::size_t axis,
              const std::vector<std::int64_t>& places)
{
    Sizes shape = x.shape;
    shape[axis] = {std::int64_t(places.size()), false};
    if (const auto numbers = x.isComputed() ? std::nullopt : numbersOf(x)) {
        std::int64_t stride = 1;
        for (std::size_t i = axis + 1; i < x.rank(); ++i)
            stride *= x.shape[i].count;
        const std::int64_t length = x.shape[axis].count;
        const std::int64_t blocks =
            std::int64_t(numbers->size()) / std::max<std::int64_t>(1, stride * length);
        std::vector<Number> taken;
        for (std::int64_t block = 0; block < blocks; ++block)
            for (const std::int64_t place : places)
                for (std::int64_t i = 0; i < stride; ++i)
                    taken.push_back(numbers->at(std::size_t((block * length + place) * stride + i)));
        return {knownNumbers(std::move(taken), shape, x.type)};
    }
    (void)countOf(shape);
    const GraphValue from = call.plain(x);
    const std::int64_t first = places.front();
    const std::int64_t step = places.size() > 1 ? places[1] - first : 1;
    bool isEven = step > 0;
    for (std::size_t i = 0; i < places.size(); ++i)
        isEven = isEven && places[i] == first + std::int64_t(i) * step;
    if (isEven)
        return {call.let("torch.slice(" + call.textOf(from) + ", " + std::to_string(axis) + ", " +
                             std::to_string(first) + ", " + std::to_string(places.back() + 1) + ", " +
                             std::to_string(step) + ")",
                         shape, x.type)};
    return {call.let("torch.index_select(" + call.textOf(from) + ", " + std::to_string(axis) +
                         ", torch.tensor(" + listText(places) + "))",
                     shape, x.type)};
}

/// What a slice along one dimension takes.
Values sliced(const OnnxCall& call, const GraphValue& x, std::size_t axis, std::int64_t start,
              std::int64_t end, std::int64_t step)
{
    if (step == 0)
        call.refuse("has a step of zero");
    const Size size = x.shape[axis];
    // Of the batch, all; a fixed one ends where the file says.
    if (size.perPicture) {
        const bool all =
            step == 1 && start == 0 && size.count == 1 &&
            (end >= std::numeric_limits<std::int32_t>::max() || end == call.context().fixedBatch);
        if (!all)
            call.refuse("picks pictures out of the batch");
        return {x};
    }
    const auto bounded = [&](std::int64_t place) {
        if (place < 0)
            place += size.count;
        return step > 0 ? std::clamp<std::int64_t>(place, 0, size.count)
                        : std::clamp<std::int64_t>(place, -1, size.count - 1);
    };
    const std::int64_t last = bounded(end);
    std::vector<std::int64_t> places;
    for (std::int64_t place = bounded(start); step > 0 ? place < last : place > last; place += step) {
        if (std::int64_t(places.size()) >= mostPicked)
            call.refuse("takes more places than Flipside does");
        places.push_back(place);
        if (std::abs(step) > size.count)
            break;
    }
    if (std::int64_t(places.size()) == size.count && step == 1)
        return {x};
    if (places.empty()) {
        GraphValue none = knownNumbers({}, x.shape, x.type);
        none.shape[axis] = {0, false};
        return {none};
    }
    return picked(call, x, axis, places);
}

Values slice(const OnnxCall& call)
{
    GraphValue x = call.input(0);
    const bool old = call.opset() < 10;
    const std::vector<std::int64_t> starts = old ? call.integers("starts") : call.knownIntegers(1);
    std::vector<std::int64_t> ends;
    if (old) {
        ends = call.integers("ends");
    } else {
        for (const Number& number : call.known(2))
            ends.push_back(number.perPicture ? std::int64_t{1} << 40 : wholeNumberOf(number.value));
    }
    std::vector<std::int64_t> axes = old           ? call.integers("axes")
                                     : call.has(3) ? call.knownIntegers(3)
                                                   : std::vector<std::int64_t>();
    if (axes.empty()) {
        axes.resize(starts.size());
        std::iota(axes.begin(), axes.end(), std::int64_t{0});
    }
    std::vector<std::int64_t> steps(starts.size(), 1);
    if (!old && call.has(4))
        steps = call.knownIntegers(4);
    if (starts.size() != ends.size() || starts.size() != axes.size() || starts.size() != steps.size())
        call.refuse("does not say for each dimension where it begins and ends");
    for (std::size_t i = 0; i < starts.size(); ++i)
        x = sliced(call, x, call.axis(axes[i], x.rank()), starts[i], ends[i], steps[i]).front();
    return {x};
}

Values gather(const OnnxCall& call)
{
    const GraphValue& x = call.input(0);
    const GraphValue& index = call.input(1);
    const std::size_t axis = call.axis(call.integer("axis", 0), x.rank());
    const std::vector<std::int64_t> numbers = call.knownIntegers(1);
    if (x.shape[axis].perPicture)
        call.refuse("picks pictures out of the batch");
    std::vector<std::int64_t> places;
    places.reserve(numbers.size());
    for (const std::int64_t number : numbers) {
        places.push_back(number < 0 ? number + x.shape[axis].count : number);
        if (places.back() < 0 || places.back() >= x.shape[axis].count)
            call.refuse("picks a place that there is not");
    }
    if (places.empty())
        call.refuse("picks nothing");
    const GraphValue taken = picked(call, x, axis, places).front();
    Sizes shape(x.shape.begin(), x.shape.begin() + std::ptrdiff_t(axis));
    shape.insert(shape.end(), index.shape.begin(), index.shape.end());
    shape.insert(shape.end(), x.shape.begin() + std::ptrdiff_t(axis) + 1, x.shape.end());
    return {reshaped(call, taken, shape)};
}

Values split(const OnnxCall& call)
{
    GraphValue x = call.input(0);
    const std::size_t axis = call.axis(call.integer("axis", 0), x.rank());
    std::vector<std::int64_t> lengths = call.has(1) ? call.knownIntegers(1) : call.integers("split");
    if (x.shape[axis].perPicture)
        call.refuse("picks pictures out of the batch");
    const std::int64_t size = x.shape[axis].count;
    const auto parts = std::int64_t(call.outputs());
    if (lengths.empty() && parts > 0)
        for (std::int64_t done = 0; done < size; done += lengths.back())
            lengths.push_back(std::min(size - done, (size + parts - 1) / parts));
    if (std::int64_t(lengths.size()) != parts)
        call.refuse("is cut into another number of parts than it has outputs");
    x = x.isComputed() ? call.plain(x) : x;
    Values values;
    std::int64_t start = 0;
    for (const std::int64_t length : lengths) {
        if (length < 1 || length > size - start)
            call.refuse("is cut into parts that it has not");
        values.push_back(sliced(call, x, axis, start, start + length, 1).front());
        start += length;
    }
    return values;
}

Values concat(const OnnxCall& call)
{
    std::vector<GraphValue> parts;
    for (std::size_t i = 0; i < call.inputs(); ++i)
        // Keras and PyTorch put tensors of nothing before lists that grow.
        if (call.input(i).kind != GraphValue::Kind::Numbers || !call.input(i).numbers.empty())
            parts.push_back(call.input(i));
    if (parts.empty())
        call.refuse("joins nothing");
    const std::size_t rank = parts.front().rank();
    const std::size_t axis = call.axis(call.integer("axis", 0), rank);
    Sizes shape = parts.front().shape;
    std::int64_t length = 0;
    bool isKnown = true;
    for (const GraphValue& part : parts) {
        if (part.rank() != rank || part.shape[axis].perPicture)
            call.refuse(part.rank() == rank ? "joins pictures of a batch" : "joins tensors that do not fit");
        for (std::size_t i = 0; i < rank; ++i)
            if (i != axis && shape[i] == Size{})
                shape[i] = part.shape[i]; // the batch, which a constant has not
        length += part.shape[axis].count;
        isKnown = isKnown && part.kind == GraphValue::Kind::Numbers;
    }
    shape[axis] = {length, false};
    if (isKnown && rank == 1) {
        std::vector<Number> numbers;
        for (const GraphValue& part : parts)
            numbers.insert(numbers.end(), part.numbers.begin(), part.numbers.end());
        if (numbers.size() > std::size_t(mostFolded))
            call.refuse("joins more numbers than shapes have");
        return {knownNumbers(std::move(numbers), shape, parts.front().type)};
    }
    (void)countOf(shape);
    std::vector<std::size_t> order = parts.front().order;
    for (const GraphValue& part : parts)
        if (!part.isComputed() || part.order != order || part.shape[0].perPicture != shape[0].perPicture)
            order.clear();
    std::string list;
    for (const GraphValue& part : parts) {
        Sizes own = shape;
        own[axis] = part.shape[axis];
        for (std::size_t i = 0; i < rank; ++i)
            if (part.shape[i] != own[i] && !(part.shape[i] == Size{} && own[i].perPicture))
                call.refuse("joins tensors that do not fit");
        const std::string text =
            order.empty() ? call.textOf(expanded(call, part, own)) : call.rawTextOf(part);
        list += (list.empty() ? "" : ", ") + text;
    }
    GraphValue joined =
        call.let("torch.cat([" + list + "], " + std::to_string(order.empty() ? axis : order[axis]) + ")",
                 shape, parts.front().type);
    joined.order = order;
    return {joined};
}

Values where(const OnnxCall& call)
{
    const GraphValue& condition = call.input(0);
    const GraphValue& yes = call.input(1);
    const GraphValue& no = call.input(2);
    const Sizes shape = broadcastSizes(condition.shape, broadcastSizes(yes.shape, no.shape));
    const auto chosen = condition.isComputed() ? std::nullopt : numbersOf(condition);
    if (chosen && !chosen->empty()) {
        const bool first = chosen->front().value != 0;
        if (std::ranges::all_of(*chosen, [&](const Number& one) { return (one.value != 0) == first; }))
            return {expanded(call, first ? yes : no, shape)};
        const auto ifYes = numbersOf(yes);
        const auto ifNo = numbersOf(no);
        if (ifYes && ifNo && ifYes->size() == chosen->size() && ifNo->size() == chosen->size() &&
            yes.shape == shape && no.shape == shape) {
            std::vector<Number> numbers(chosen->size());
            for (std::size_t i = 0; i < numbers.size(); ++i)
                numbers[i] = (*chosen)[i].value != 0 ? (*ifYes)[i] : (*ifNo)[i];
            return {knownNumbers(std::move(numbers), shape, yes.type)};
        }
    }
    // What is not computed is kept as a number other than zero for true.
    const std::string test =
        condition.isComputed() ? call.textOf(condition) : "torch.ne(" + call.textOf(condition) + ", 0)";
    return {call.let("torch.where(" + test + ", " + call.textOf(yes) + ", " + call.textOf(no) + ")", shape,
                     yes.type)};
}

Values triangle(const OnnxCall& call)
{
    const GraphValue x = call.plain(call.input(0));
    const std::int64_t diagonal = call.has(1) ? call.knownIntegers(1).at(0) : 0;
    if (x.rank() < 2 || x.shape[x.rank() - 1].perPicture || x.shape[x.rank() - 2].perPicture ||
        std::abs(diagonal) > mostPicked)
        call.refuse("takes a tensor of " + describeSizes(x.shape));
    return {call.let(std::string(call.integer("upper", 1) != 0 ? "torch.triu(" : "torch.tril(") +
                         call.textOf(x) + ", " + std::to_string(diagonal) + ")",
                     x.shape, x.type)};
}

Values cumulativeSum(const OnnxCall& call)
{
    const GraphValue x = call.plain(call.input(0));
    const std::vector<std::int64_t> axes = call.knownIntegers(1);
    if (axes.size() != 1 || call.integer("exclusive", 0) != 0 || call.integer("reverse", 0) != 0)
        call.refuse("adds up in a way that Flipside does not know");
    const std::size_t axis = call.axis(axes[0], x.rank());
    if (x.shape[axis].perPicture)
        call.refuse("mixes the pictures of a batch");
    return {call.let("torch.cumsum(" + call.textOf(x) + ", " + std::to_string(axis) + ")", x.shape, x.type)};
}

} // namespace

std::span<const OnnxOperator> selectionOperators()
{
    static constexpr OnnxOperator operators[] = {
        {"Slice", &slice}, {"Gather", &gather},  {"Split", &split},          {"Concat", &concat},
        {"Where", &where}, {"Trilu", &triangle}, {"CumSum", &cumulativeSum},
    };
    return operators;
}

} // namespace flipside
