// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/nest.h"

#include "core/weights/refuse_weights.h"

#include <algorithm>

namespace flipside {

namespace {

constexpr std::size_t mostParts = 1'000'000;
constexpr std::uint64_t mostValues = 5'000'000;
constexpr std::uint64_t mostWork = 50'000'000;

[[noreturn]] void refuseTooMuch(const std::string& what)
{
    refuseWeights("it holds " + what + " than any generator needs",
                  "save the generator's state dict alone, and choose that");
}

} // namespace

Nest::Nest(std::shared_ptr<const void> content, std::uint64_t bytes)
    : _content(std::move(content)), _mostKept((std::uint64_t{64} << 20) + 16 * bytes)
{
}

const NestPart* Nest::part(const NestValue& value) const
{
    return value.kind == NestKind::Part ? &_parts[value.part] : nullptr;
}

const NestPart* Nest::part(const NestValue& value, PartKind kind) const
{
    const NestPart* found = part(value);
    return found && found->kind == kind ? found : nullptr;
}

const NestValue* Nest::find(const NestValue& value, std::string_view key) const
{
    const NestPart* found = part(value);
    for (const NestPart* dictionary : {found, found ? part(found->state) : nullptr}) {
        if (!dictionary)
            continue;
        const auto entry = std::find_if(
            dictionary->entries.rbegin(), dictionary->entries.rend(), [&](const auto& candidate) {
                return candidate.first.kind == NestKind::Text && candidate.first.text == key;
            });
        if (entry != dictionary->entries.rend())
            return &entry->second;
    }
    return nullptr;
}

NestPart* Nest::writable(const NestValue& value)
{
    return value.kind == NestKind::Part ? &_parts[value.part] : nullptr;
}

NestValue Nest::addPart(PartKind kind)
{
    if (_parts.size() >= mostParts)
        refuseTooMuch("more lists and objects");
    NestValue value;
    value.kind = NestKind::Part;
    value.part = static_cast<std::uint32_t>(_parts.size());
    _parts.emplace_back().kind = kind;
    return value;
}

NestValue Nest::addTensor(WeightTensor tensor)
{
    const NestValue value = addPart(PartKind::Tensor);
    _parts.back().tensor = std::make_unique<const WeightTensor>(std::move(tensor));
    return value;
}

NestValue Nest::addTuple(std::vector<NestValue> items)
{
    count(items.size());
    const NestValue value = addPart(PartKind::Tuple);
    _parts.back().items = std::move(items);
    return value;
}

void Nest::append(NestPart& part, const NestValue& item)
{
    count(1);
    part.items.push_back(item);
}

void Nest::put(NestPart& part, const NestValue& key, const NestValue& value)
{
    count(2);
    part.entries.emplace_back(key, value);
}

std::string_view Nest::keep(std::string text)
{
    if (text.size() > _mostKept - _kept)
        refuseTooMuch("more");
    // Short ones take more than their length.
    count(1);
    _kept += text.size();
    return _texts.emplace_back(std::move(text));
}

void Nest::work(std::uint64_t amount)
{
    if (amount > mostWork - _work)
        refuseTooMuch("more instructions");
    _work += amount;
}

void Nest::count(std::uint64_t values)
{
    if (values > mostValues - _values)
        refuseTooMuch("more values");
    _values += values;
}

NestValue integerValue(std::int64_t integer)
{
    NestValue value;
    value.kind = NestKind::Integer;
    value.integer = integer;
    return value;
}

NestValue boolValue(bool truth)
{
    NestValue value;
    value.kind = NestKind::Bool;
    value.integer = truth ? 1 : 0;
    return value;
}

NestValue realValue(double real)
{
    NestValue value;
    value.kind = NestKind::Real;
    value.real = real;
    return value;
}

NestValue textValue(NestKind kind, std::string_view text)
{
    NestValue value;
    value.kind = kind;
    value.text = text;
    return value;
}

} // namespace flipside
