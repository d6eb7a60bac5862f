// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/families/module_attributes.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace flipside {

namespace {

constexpr std::size_t mostNumbersOfAttribute = 16;

std::optional<int> integerOf(const NestValue& value)
{
    if (value.kind != NestKind::Integer || value.integer < std::numeric_limits<int>::min() ||
        value.integer > std::numeric_limits<int>::max())
        return std::nullopt;
    return int(value.integer);
}

/// NumPy's arrays are tensors here.
std::vector<float> fewNumbers(const NestPart& part)
{
    if (part.kind != PartKind::Tensor || part.tensor->elements() > mostNumbersOfAttribute ||
        part.tensor->type == WeightType::Complex64 || part.tensor->type == WeightType::Complex128)
        return {};
    return part.tensor->floats();
}

} // namespace

ModuleAttributes::ModuleAttributes(const StateDict& weights) : _nest(weights.nest.get())
{
    for (const WeightModule& module : weights.modules)
        _modules.emplace(module.path, &module);
}

const NestValue* ModuleAttributes::find(std::string_view path, std::string_view name) const
{
    const auto module = _modules.find(path);
    if (module == _modules.end())
        return nullptr;
    const auto& attributes = module->second->attributes;
    const auto last = std::find_if(attributes.rbegin(), attributes.rend(),
                                   [&](const auto& attribute) { return attribute.first == name; });
    return last == attributes.rend() ? nullptr : &last->second;
}

std::string_view ModuleAttributes::className(std::string_view path) const
{
    const auto module = _modules.find(path);
    return module == _modules.end() ? std::string_view() : std::string_view(module->second->className);
}

std::optional<int> ModuleAttributes::integer(std::string_view path, std::string_view name) const
{
    const NestValue* value = find(path, name);
    return value ? integerOf(*value) : std::nullopt;
}

std::optional<double> ModuleAttributes::real(std::string_view path, std::string_view name) const
{
    const NestValue* value = find(path, name);
    if (!value)
        return std::nullopt;
    if (value->kind == NestKind::Integer)
        return double(value->integer);
    if (value->kind == NestKind::Real && std::isfinite(value->real))
        return value->real;
    if (const NestPart* part = _nest->part(*value))
        if (const std::vector<float> numbers = fewNumbers(*part);
            numbers.size() == 1 && std::isfinite(numbers[0]))
            return numbers[0];
    return std::nullopt;
}

std::optional<bool> ModuleAttributes::truth(std::string_view path, std::string_view name) const
{
    const NestValue* value = find(path, name);
    return value && value->kind == NestKind::Bool ? std::optional(value->integer != 0) : std::nullopt;
}

std::optional<std::string_view> ModuleAttributes::text(std::string_view path, std::string_view name) const
{
    const NestValue* value = find(path, name);
    return value && value->kind == NestKind::Text ? std::optional(value->text) : std::nullopt;
}

bool ModuleAttributes::isNone(std::string_view path, std::string_view name) const
{
    const NestValue* value = find(path, name);
    return value && value->kind == NestKind::None;
}

std::vector<int> ModuleAttributes::integers(std::string_view path, std::string_view name) const
{
    const NestValue* value = find(path, name);
    const NestPart* part = value ? _nest->part(*value) : nullptr;
    if (!part)
        return {};
    std::vector<int> numbers;
    for (const float number : fewNumbers(*part)) {
        if (std::abs(number) > 1e6F || number != std::floor(number))
            return {};
        numbers.push_back(int(number));
    }
    if (part->kind != PartKind::List && part->kind != PartKind::Tuple)
        return numbers;
    if (part->items.size() > mostNumbersOfAttribute)
        return {};
    for (const NestValue& item : part->items) {
        const std::optional<int> number = integerOf(item);
        if (!number)
            return {};
        numbers.push_back(*number);
    }
    return numbers;
}

std::vector<std::string_view> ModuleAttributes::texts(std::string_view path, std::string_view name) const
{
    const NestValue* value = find(path, name);
    const NestPart* part = value ? _nest->part(*value) : nullptr;
    if (!part || (part->kind != PartKind::List && part->kind != PartKind::Tuple))
        return {};
    std::vector<std::string_view> texts;
    texts.reserve(part->items.size());
    for (const NestValue& item : part->items) {
        if (item.kind != NestKind::Text)
            return {};
        texts.push_back(item.text);
    }
    return texts;
}

} // namespace flipside
