// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/pickle_stack.h"

#include "core/base/error.h"

#include <algorithm>
#include <iterator>

namespace flipside {

namespace {

constexpr std::uint32_t maxDepth = 200;
constexpr std::uint64_t maxParts = 1'000'000;
constexpr std::size_t maxStack = 2'000'000;

void grow(std::uint32_t& depth, std::uint64_t& parts, const PickleValue& item)
{
    const auto [itemDepth, itemParts] = PickleStack::seal(item);
    depth = std::max(depth, itemDepth + 1);
    parts += itemParts;
    if (depth > maxDepth || parts > maxParts)
        refusePickle("the description of its weights is nested beyond all measure");
}

} // namespace

void refusePickle(const std::string& what)
{
    throw Error(what);
}

void refuseDamagedPickle()
{
    refusePickle("the description of its weights is damaged");
}

void PickleStack::push(PickleValue value)
{
    if (_stack.size() >= maxStack)
        refuseDamagedPickle();
    _stack.push_back(std::move(value));
}

void PickleStack::pushInteger(std::int64_t integer)
{
    PickleValue value;
    value.kind = PickleKind::Integer;
    value.integer = integer;
    push(std::move(value));
}

void PickleStack::pushText(PickleKind kind, std::string text)
{
    PickleValue value;
    value.kind = kind;
    value.text = std::make_shared<const std::string>(std::move(text));
    push(std::move(value));
}

void PickleStack::pushContainer(PickleKind kind)
{
    PickleValue value;
    value.kind = kind;
    value.container = std::make_shared<PickleContainer>();
    push(std::move(value));
}

void PickleStack::pushTuple(std::vector<PickleValue> items)
{
    PickleValue tuple;
    tuple.kind = PickleKind::Tuple;
    for (const PickleValue& item : items)
        grow(tuple.depth, tuple.parts, item);
    tuple.items = std::make_shared<std::vector<PickleValue>>(std::move(items));
    push(std::move(tuple));
}

void PickleStack::pushMark()
{
    if (_marks.size() >= maxDepth)
        refuseDamagedPickle();
    _marks.push_back(_stack.size());
}

PickleValue PickleStack::pop()
{
    PickleValue value = std::move(top());
    _stack.pop_back();
    return value;
}

PickleValue& PickleStack::top()
{
    // Values below the last mark belong to something that is still being read.
    if (_stack.size() <= (_marks.empty() ? 0 : _marks.back()))
        refuseDamagedPickle();
    return _stack.back();
}

std::vector<PickleValue> PickleStack::popToMark()
{
    if (_marks.empty() || _marks.back() > _stack.size())
        refuseDamagedPickle();
    const auto first = _stack.begin() + static_cast<std::ptrdiff_t>(_marks.back());
    std::vector<PickleValue> values(std::make_move_iterator(first), std::make_move_iterator(_stack.end()));
    _stack.erase(first, _stack.end());
    _marks.pop_back();
    return values;
}

void PickleStack::fill(const std::vector<PickleValue>& items)
{
    if (top().kind != PickleKind::Container)
        refuseDamagedPickle();
    PickleContainer& container = *top().container;
    for (const PickleValue& item : items)
        grow(container.depth, container.parts, item);
    // Asked last: an item that is the container itself has sealed it just now.
    if (container.sealed)
        refuseDamagedPickle();
}

void PickleStack::build(const PickleValue& state)
{
    if (top().kind != PickleKind::Object || top().container->sealed)
        refuseDamagedPickle();
    PickleContainer& object = *top().container;
    grow(object.depth, object.parts, state);
    object.built = true;
}

void PickleStack::remember(std::uint64_t slot)
{
    const PickleValue& value = top();
    const bool unfinished = value.kind == PickleKind::Object && !value.container->built;
    // LibTorch counts its slots up from 0, and would make room for every one below this.
    if (unfinished || slot > _memory.size())
        refuseDamagedPickle();
    _memory[slot] = value;
}

void PickleStack::recall(std::uint64_t slot)
{
    const auto found = _memory.find(slot);
    if (found == _memory.end())
        refuseDamagedPickle();
    push(found->second);
}

std::pair<std::uint32_t, std::uint64_t> PickleStack::seal(const PickleValue& value)
{
    if (!value.container)
        return {value.depth, value.parts};
    if (value.kind == PickleKind::Object && !value.container->built)
        refuseDamagedPickle();
    value.container->sealed = true;
    return {value.container->depth, value.container->parts};
}

} // namespace flipside
