// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/motion/timeline_edits.h"

#include <algorithm>
#include <iterator>
#include <vector>

namespace flipside {
namespace {

/// A keyframe with its time in the timeline's own units.
struct Placed {
    Keyframe keyframe;
    double time = 0.0;
    bool isMoved = false;
};

double unitsIn(const Timeline& timeline, double seconds)
{
    return timeline.beatsPerMinute ? seconds * *timeline.beatsPerMinute / 60.0 : seconds;
}

} // namespace

Timeline withKeyframes(const Timeline& timeline, std::size_t before, std::span<const Recipe> recipes)
{
    Timeline next = timeline;
    const std::size_t place = std::min(before, next.keyframes.size());
    Keyframe keyframe;
    if (place > 0)
        keyframe.length = next.keyframes[place - 1].length;
    std::vector<Keyframe> added(recipes.size(), keyframe);
    for (std::size_t i = 0; i < recipes.size(); ++i)
        added[i].recipe = recipes[i];
    next.keyframes.insert(next.keyframes.begin() + std::ptrdiff_t(place),
                          std::make_move_iterator(added.begin()), std::make_move_iterator(added.end()));
    return next;
}

std::pair<Timeline, std::size_t> partedAt(const Timeline& timeline, double seconds)
{
    const std::size_t count = timeline.keyframes.size();
    if (count < 2)
        return {timeline, 0};
    const std::size_t segments = timeline.loops ? count : count - 1;
    std::size_t segment = 0;
    while (segment + 1 < segments && seconds >= timeline.timeOf(segment + 1))
        ++segment;
    const double start = timeline.timeOf(segment);
    const double end = timeline.timeOf(segment + 1);
    if (seconds <= start || seconds >= end)
        return {timeline, seconds <= start ? segment : std::min(segment + 1, count - 1)};
    Timeline next = timeline;
    Keyframe& first = next.keyframes[segment];
    Keyframe second = first;
    second.recipe = timeline.at(seconds);
    first.length = timeline.keyframes[segment].length * (seconds - start) / (end - start);
    second.length -= first.length;
    next.keyframes.insert(next.keyframes.begin() + std::ptrdiff_t(segment) + 1, std::move(second));
    return {next, segment + 1};
}

std::pair<Timeline, std::size_t> withMoved(const Timeline& timeline, std::size_t keyframe, double seconds)
{
    std::vector<Placed> placed;
    double time = 0.0;
    for (const Keyframe& each : timeline.keyframes) {
        placed.push_back({each, time, placed.size() == keyframe});
        time += each.length;
    }
    placed[keyframe].time = unitsIn(timeline, seconds);
    const double closing = placed.back().keyframe.length;
    std::ranges::stable_sort(placed, {}, &Placed::time);

    Timeline next = timeline;
    for (std::size_t i = 0; i < placed.size(); ++i) {
        next.keyframes[i] = placed[i].keyframe;
        next.keyframes[i].length =
            i + 1 < placed.size() ? std::max(shortestLength, placed[i + 1].time - placed[i].time) : closing;
    }
    const auto moved = std::ranges::find_if(placed, &Placed::isMoved);
    return {next, std::size_t(moved - placed.begin())};
}

Timeline withoutKeyframe(const Timeline& timeline, std::size_t keyframe)
{
    Timeline next = timeline;
    const bool isBetween = keyframe > 0 && keyframe + 1 < next.keyframes.size();
    if (isBetween)
        next.keyframes[keyframe - 1].length += next.keyframes[keyframe].length;
    next.keyframes.erase(next.keyframes.begin() + std::ptrdiff_t(keyframe));
    return next;
}

} // namespace flipside
