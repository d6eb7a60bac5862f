// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graphs/graph_value.h"

#include <algorithm>

namespace flipside {

GraphValue knownNumbers(std::vector<Number> numbers, const Sizes& shape, NumberType type)
{
    GraphValue value;
    value.type = type;
    value.shape = shape;
    value.numbers = std::move(numbers);
    return value;
}

GraphValue computed(std::string name, Sizes shape, NumberType type)
{
    (void)countOf(shape);
    GraphValue value;
    value.kind = GraphValue::Kind::Computed;
    value.type = type;
    value.shape = std::move(shape);
    value.name = std::move(name);
    return value;
}

std::optional<std::vector<Number>> numbersOf(const GraphValue& value)
{
    if (value.kind == GraphValue::Kind::Numbers)
        return value.numbers;
    if (value.kind != GraphValue::Kind::Weight || value.weight.elements() > std::uint64_t(mostFolded))
        return std::nullopt;
    std::vector<Number> numbers;
    const std::vector<float> floats = value.weight.floats();
    numbers.reserve(floats.size());
    for (const float number : floats)
        numbers.push_back({double(number), false});
    return numbers;
}

std::optional<double> scalarOf(const GraphValue& value)
{
    const auto numbers = numbersOf(value);
    if (!numbers || numbers->empty() || numbers->front().perPicture ||
        !std::ranges::all_of(*numbers, [&](const Number& number) { return number == numbers->front(); }))
        return std::nullopt;
    return numbers->front().value;
}

Sizes reordered(const Sizes& sizes, const std::vector<std::size_t>& order)
{
    Sizes result;
    result.reserve(order.size());
    for (const std::size_t from : order)
        result.push_back(sizes.at(from));
    return result;
}

std::vector<std::size_t> inverse(const std::vector<std::size_t>& order)
{
    std::vector<std::size_t> result(order.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        result.at(order[i]) = i;
    return result;
}

} // namespace flipside
