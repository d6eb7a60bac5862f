// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decoder/batch_starts.h"

#include <algorithm>
#include <utility>

namespace flipside {

namespace {

constexpr std::int64_t maxKeptNumbers = std::int64_t{1} << 23;

std::int64_t numbersIn(const BatchStart& start)
{
    auto numbers = std::int64_t(start.zs.size());
    for (const c10::IValue& value : start.state)
        numbers += value.isTensor() ? value.toTensor().numel() : 0;
    return numbers;
}

bool isOf(const BatchStart& start, std::span<const float> zs)
{
    return std::equal(zs.begin(), zs.end(), start.zs.begin(), start.zs.end());
}

} // namespace

const TappedGraph::State* BatchStarts::find(std::span<const float> zs, std::size_t segment)
{
    const auto found = std::find_if(_starts.begin(), _starts.end(), [&](const BatchStart& start) {
        return start.segment == segment && isOf(start, zs);
    });
    if (found == _starts.end())
        return nullptr;
    _starts.splice(_starts.end(), _starts, found);
    return &found->state;
}

const BatchStart* BatchStarts::furthest(std::span<const float> zs, std::size_t segment) const
{
    const BatchStart* best = nullptr;
    for (const BatchStart& start : _starts)
        if (start.segment <= segment && (!best || start.segment > best->segment) && isOf(start, zs))
            best = &start;
    return best;
}

void BatchStarts::keep(BatchStart start)
{
    _numbers += numbersIn(start);
    _starts.push_back(std::move(start));
    while (_numbers > maxKeptNumbers) {
        _numbers -= numbersIn(_starts.front());
        _starts.pop_front();
    }
}

} // namespace flipside
