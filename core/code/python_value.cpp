// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/code/python_value.h"

#include "core/base/error.h"

#include <algorithm>

namespace flipside {

namespace {

constexpr std::size_t mostValues = 100'000;

} // namespace

CodeValue CodeValue::of(bool value)
{
    CodeValue made;
    made.kind = Kind::Bool;
    made.flag = value;
    made.integer = value ? 1 : 0;
    return made;
}

CodeValue CodeValue::of(std::int64_t value)
{
    CodeValue made;
    made.kind = Kind::Integer;
    made.integer = value;
    return made;
}

CodeValue CodeValue::of(double value)
{
    CodeValue made;
    made.kind = Kind::Real;
    made.real = value;
    return made;
}

CodeValue CodeValue::of(std::string value)
{
    CodeValue made;
    made.kind = Kind::Text;
    made.text = std::move(value);
    return made;
}

CodeValue CodeValue::list(Items items, Kind kind)
{
    CodeValue made;
    made.kind = kind;
    for (CodeValue& item : items)
        item = item.owned();
    made.items = std::make_shared<Items>(std::move(items));
    if (made.size() > mostValues)
        throw Error("it has a list that is longer than a network's");
    return made;
}

CodeValue CodeValue::owned() const
{
    return isSequence() || is(Kind::Dict) ? list(Items(*items), kind) : *this;
}

std::size_t CodeValue::size() const
{
    std::size_t count = 1;
    if (isSequence() || is(Kind::Dict))
        for (const CodeValue& item : *items)
            count += item.size();
    return count;
}

CodeValue CodeValue::term(std::string expression)
{
    CodeValue made;
    made.kind = Kind::Term;
    made.text = std::move(expression);
    return made;
}

CodeValue CodeValue::name(std::string library)
{
    CodeValue made;
    made.kind = Kind::Name;
    made.text = std::move(library);
    return made;
}

CodeValue CodeValue::method(const CodeValue& self, std::string name)
{
    CodeValue made;
    made.kind = Kind::Method;
    made.items = std::make_shared<Items>(1, self);
    made.text = std::move(name);
    return made;
}

CodeValue CodeValue::unknown(std::string why)
{
    CodeValue made;
    made.kind = Kind::Unknown;
    made.text = std::move(why);
    return made;
}

double CodeValue::number() const
{
    return is(Kind::Real) ? real : double(integer);
}

bool CodeValue::isPlain() const
{
    if (isSequence() || is(Kind::Dict))
        return std::ranges::all_of(*items, &CodeValue::isPlain);
    return is(Kind::None) || isNumber() || is(Kind::Text);
}

const CodeValue* CodeArguments::find(std::size_t place, std::string_view name) const
{
    if (place < values.size())
        return &values[place];
    for (const auto& [own, value] : named)
        if (own == name)
            return &value;
    return nullptr;
}

CodeValue* CodeModule::find(std::string_view name)
{
    for (auto& [own, value] : attributes)
        if (own == name)
            return &value;
    return nullptr;
}

void CodeModule::set(const std::string& name, CodeValue value)
{
    if (CodeValue* known = find(name))
        *known = std::move(value);
    else
        attributes.emplace_back(name, std::move(value));
}

} // namespace flipside
