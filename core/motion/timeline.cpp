// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/motion/timeline.h"

#include "core/motion/slerp.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace flipside {
namespace {

constexpr std::array<std::pair<Easing, const char*>, 5> easingNames{{{Easing::Smooth, "smooth"},
                                                                     {Easing::Linear, "linear"},
                                                                     {Easing::SlowStart, "slow-start"},
                                                                     {Easing::SlowEnd, "slow-end"},
                                                                     {Easing::Jump, "jump"}}};

bool haveOneShape(const Edit& a, const Edit& b)
{
    return a.region == b.region && a.pattern == b.pattern && a.exemplar == b.exemplar;
}

bool differOnlyInValue(const Edit& a, const Edit& b)
{
    return a.action != EditAction::Off && b.action != EditAction::Off && a.value && b.value &&
           haveOneShape(a, b);
}

Edit withAmount(Edit edit, double share)
{
    edit.amount = float(double(edit.amount) * share);
    return edit;
}

/// One unit's edit between what the two recipes do to it.
Edit mixed(const Edit& from, const Edit& to, double share)
{
    if (from == to)
        return from;
    if (!differOnlyInValue(from, to) && !(from.action == to.action && haveOneShape(from, to)))
        return share < 0.5 ? withAmount(from, 1.0 - 2.0 * share) : withAmount(to, 2.0 * share - 1.0);
    Edit edit = from;
    edit.amount = std::lerp(from.amount, to.amount, float(share));
    if (from.action != to.action)
        edit.action = EditAction::Value;
    if (from.value && to.value)
        edit.value = std::lerp(*from.value, *to.value, float(share));
    return edit;
}

} // namespace

double eased(Easing easing, double share)
{
    const double t = std::clamp(share, 0.0, 1.0);
    switch (easing) {
    case Easing::Smooth:
        return t * t * (3.0 - 2.0 * t);
    case Easing::Linear:
        return t;
    case Easing::SlowStart:
        return t * t;
    case Easing::SlowEnd:
        return 1.0 - (1.0 - t) * (1.0 - t);
    case Easing::Jump:
        return t < 1.0 ? 0.0 : 1.0;
    }
    return t;
}

Recipe between(const Recipe& from, const Recipe& to, double share)
{
    if (share <= 0.0 || from == to)
        return from;
    if (share >= 1.0)
        return to;
    Recipe mix;
    mix.model = from.model;
    mix.z = slerp(from.z, to.z, share);
    mix.inputs = mixedInputs(from.inputs, to.inputs, share);
    for (const Edit& edit : from.edits) {
        const Edit* other = to.findEdit(edit.layer, edit.unit);
        mix.edits.push_back(other ? mixed(edit, *other, share) : withAmount(edit, 1.0 - share));
    }
    for (const Edit& edit : to.edits)
        if (!from.findEdit(edit.layer, edit.unit))
            mix.edits.push_back(withAmount(edit, share));
    return mix;
}

double Timeline::timeOf(std::size_t keyframe) const
{
    double length = 0.0;
    for (std::size_t i = 0; i < keyframe && i < keyframes.size(); ++i)
        length += keyframes[i].length;
    return beatsPerMinute ? length * 60.0 / *beatsPerMinute : length;
}

double Timeline::duration() const
{
    if (keyframes.size() < 2)
        return 0.0;
    return timeOf(loops ? keyframes.size() : keyframes.size() - 1);
}

Recipe Timeline::at(double seconds) const
{
    const double whole = duration();
    if (whole <= 0.0)
        return keyframes.front().recipe;
    double time = std::clamp(seconds, 0.0, whole);
    if (loops) {
        time = std::fmod(seconds, whole);
        if (time < 0.0)
            time += whole;
    }
    const std::size_t segments = loops ? keyframes.size() : keyframes.size() - 1;
    std::size_t segment = 0;
    while (segment + 1 < segments && time >= timeOf(segment + 1))
        ++segment;
    const double start = timeOf(segment);
    const double length = timeOf(segment + 1) - start;
    const Keyframe& keyframe = keyframes[segment];
    const Recipe& next = keyframes[(segment + 1) % keyframes.size()].recipe;
    return between(keyframe.recipe, next,
                   length > 0.0 ? eased(keyframe.easing, (time - start) / length) : 1.0);
}

int Timeline::frames(double framesPerSecond) const
{
    const double most = std::numeric_limits<int>::max();
    return std::max(1, int(std::lround(std::min(duration() * framesPerSecond, most))));
}

double Timeline::timeOfFrame(int frame, double framesPerSecond) const
{
    if (loops)
        return double(frame) / framesPerSecond;
    const int last = frames(framesPerSecond) - 1;
    return last > 0 ? duration() * double(frame) / double(last) : 0.0;
}

std::string toString(Easing easing)
{
    return std::find_if(easingNames.begin(), easingNames.end(),
                        [&](const auto& entry) { return entry.first == easing; })
        ->second;
}

std::optional<Easing> easingFrom(const std::string& text)
{
    const auto found = std::find_if(easingNames.begin(), easingNames.end(),
                                    [&](const auto& entry) { return text == entry.second; });
    return found == easingNames.end() ? std::nullopt : std::optional(found->first);
}

} // namespace flipside
