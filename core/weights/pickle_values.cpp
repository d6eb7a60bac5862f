// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/pickle_values.h"

#include "core/weights/pickle_bytes.h"

#include <algorithm>

namespace flipside {

namespace {

constexpr std::size_t mostOnStack = 2'000'000;

} // namespace

void PickleValues::push(const NestValue& value)
{
    if (_stack.size() >= mostOnStack)
        refuseDamagedWeights();
    _stack.push_back(value);
}

const NestValue& PickleValues::top() const
{
    // Values below the last mark belong to something that is still being read.
    if (_stack.size() <= (_marks.empty() ? 0 : _marks.back()))
        refuseDamagedWeights();
    return _stack.back();
}

NestValue PickleValues::pop()
{
    const NestValue value = top();
    _stack.pop_back();
    return value;
}

void PickleValues::pushMark()
{
    if (_marks.size() >= mostOnStack)
        refuseDamagedWeights();
    _marks.push_back(_stack.size());
}

std::vector<NestValue> PickleValues::popToMark()
{
    if (_marks.empty())
        refuseDamagedWeights();
    const auto first = _stack.begin() + static_cast<std::ptrdiff_t>(_marks.back());
    std::vector<NestValue> values(first, _stack.end());
    _stack.erase(first, _stack.end());
    _marks.pop_back();
    return values;
}

void PickleValues::drop()
{
    if (!_marks.empty() && _marks.back() == _stack.size())
        _marks.pop_back();
    else
        (void)pop();
}

void PickleValues::remember(std::uint64_t slot)
{
    const NestValue& value = top();
    // Python counts its slots up from 0, and this makes room for every one below.
    constexpr std::uint64_t leftOut = 100'000;
    if (slot >= mostOnStack || slot > leftOut + 4 * _remembered)
        refuseDamagedWeights();
    if (slot >= _memory.size()) {
        _memory.resize(std::max<std::size_t>(slot + 1, std::min(mostOnStack, 2 * _memory.size())));
        _known.resize(_memory.size());
    }
    if (!_known[slot])
        ++_remembered;
    _known[slot] = true;
    _memory[slot] = value;
}

void PickleValues::recall(std::uint64_t slot)
{
    if (slot >= _memory.size() || !_known[slot])
        refuseDamagedWeights();
    push(_memory[slot]);
}

} // namespace flipside
