// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graphs/onnx_call.h"

#include "core/base/error.h"
#include "core/blueprint/made_tensor.h"
#include "core/sandbox/file_kind.h"
#include "core/weights/refuse_weights.h"

#include <algorithm>
#include <cmath>

namespace flipside {

namespace {

/// A constant as a tensor of its own. Infinite numbers, which masks have, become the largest there are.
WeightTensor made(const OnnxCall& call, const GraphValue& value)
{
    std::vector<float> floats;
    floats.reserve(value.numbers.size());
    for (const Number& number : value.numbers) {
        if (number.perPicture || std::isnan(number.value))
            call.refuse("computes with how many pictures there are");
        floats.push_back(float(std::clamp(number.value, -mostFinite, mostFinite)));
    }
    std::vector<std::int64_t> shape;
    shape.reserve(value.shape.size());
    for (const Size& size : value.shape)
        shape.push_back(size.count);
    (void)countOf(value.shape);
    return madeTensor("constant", std::move(shape), std::move(floats));
}

} // namespace

const GraphValue& OnnxCall::input(std::size_t number) const
{
    if (!has(number))
        refuse("lacks an input");
    return *_inputs[number];
}

std::vector<Number> OnnxCall::known(std::size_t number) const
{
    std::optional<std::vector<Number>> numbers = numbersOf(input(number));
    if (!numbers)
        refuse("takes a shape or a position from what the network computes");
    return std::move(*numbers);
}

std::vector<std::int64_t> OnnxCall::knownIntegers(std::size_t number) const
{
    std::vector<std::int64_t> integers;
    for (const Number& one : known(number)) {
        if (one.perPicture || std::isnan(one.value))
            refuse("depends on how many pictures there are");
        // Ends of slices may be the largest integer there is.
        integers.push_back(wholeNumberOf(one.value));
    }
    return integers;
}

const onnx::AttributeProto* OnnxCall::attribute(std::string_view name) const
{
    for (const onnx::AttributeProto& attribute : _node.attribute())
        if (attribute.name() == name)
            return &attribute;
    return nullptr;
}

std::int64_t OnnxCall::integer(std::string_view name, std::int64_t usual) const
{
    const onnx::AttributeProto* found = attribute(name);
    return found && found->has_i() ? std::clamp(found->i(), -(std::int64_t{1} << 50), std::int64_t{1} << 50)
                                   : usual;
}

double OnnxCall::real(std::string_view name, double usual) const
{
    const onnx::AttributeProto* found = attribute(name);
    if (!found || !found->has_f())
        return usual;
    if (std::isnan(found->f()))
        refuse("has a setting that is no number");
    // The shortest digits that give this float: 0.2 and not 0.20000000298.
    return std::clamp(double(found->f()), -mostFinite, mostFinite);
}

std::string_view OnnxCall::text(std::string_view name, std::string_view usual) const
{
    const onnx::AttributeProto* found = attribute(name);
    return found && found->has_s() ? std::string_view(found->s()) : usual;
}

std::vector<std::int64_t> OnnxCall::integers(std::string_view name) const
{
    const onnx::AttributeProto* found = attribute(name);
    if (!found)
        return {};
    std::vector<std::int64_t> numbers;
    numbers.reserve(std::size_t(found->ints_size()));
    for (const std::int64_t number : found->ints())
        numbers.push_back(std::clamp(number, -(std::int64_t{1} << 50), std::int64_t{1} << 50));
    return numbers;
}

std::string OnnxCall::rawTextOf(const GraphValue& value) const
{
    switch (value.kind) {
    case GraphValue::Kind::Computed:
        return value.name;
    case GraphValue::Kind::Weight:
        (void)countOf(value.shape);
        return writer().weight(value.weight, value.name);
    case GraphValue::Kind::Numbers:
        break;
    }
    return writer().weight(made(*this, value), {});
}

GraphValue OnnxCall::plain(const GraphValue& value) const
{
    if (value.order.empty())
        return value;
    std::vector<std::int64_t> order(value.order.begin(), value.order.end());
    return let("torch.permute(" + value.name + ", " + listText(order) + ")", value.shape, value.type);
}

std::string OnnxCall::textOf(const GraphValue& value) const
{
    return rawTextOf(plain(value));
}

GraphValue OnnxCall::let(const std::string& expression, Sizes shape, NumberType type) const
{
    return computed(writer().let(expression), std::move(shape), type);
}

GraphValue OnnxCall::activation(const std::string& function, const std::string& of,
                                const GraphValue& like) const
{
    GraphValue result = computed(writer().activation(module(), function, {of}), like.shape);
    result.order = like.order;
    return result;
}

GraphValue OnnxCall::activation(const std::string& function, const GraphValue& value) const
{
    return activation(function, rawTextOf(value), value);
}

std::size_t OnnxCall::axis(std::int64_t number, std::size_t rank) const
{
    if (number < 0)
        number += std::int64_t(rank);
    if (number < 0 || number >= std::int64_t(rank))
        refuse("names a dimension that there is not");
    return std::size_t(number);
}

void OnnxCall::refuse(const std::string& what) const
{
    throw WrongKind(
        "its node \"" +
            shownText(_node.name().empty() && _node.output_size() > 0 ? _node.output(0) : _node.name()) +
            "\" (" + shownText(op()) + ") " + what,
        "export the network from PyTorch with torch.jit.trace instead, as the guide shows under "
        "“Bringing your own generator”");
}

/// PyTorch names nodes "/b/b.1/Relu": the modules on the way, of lists with the list's name in front, and
/// the operator. TensorFlow's names are alike but for a first part that says nothing.
std::string OnnxCall::module() const
{
    std::string_view name = _node.name();
    std::string path;
    std::string_view before;
    while (true) {
        if (name.starts_with('/'))
            name.remove_prefix(1);
        const std::size_t slash = name.find('/');
        if (slash == std::string_view::npos)
            return path;
        const std::string_view part = name.substr(0, slash);
        name.remove_prefix(slash);
        if (part == "StatefulPartitionedCall")
            continue;
        const bool repeats = !before.empty() && part.starts_with(before) && part.size() > before.size() &&
                             part[before.size()] == '.';
        path += path.empty() ? std::string(part)
                             : "." + std::string(repeats ? part.substr(before.size() + 1) : part);
        before = part;
    }
}

} // namespace flipside
