// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/motion/timeline.h"

#include <cstddef>
#include <span>
#include <utility>

namespace flipside {

/// The shortest a segment gets by dragging, in seconds or beats.
inline constexpr double shortestLength = 0.05;

/// The timeline with recipes put in before the keyframe of that number; one more than the last appends. They
/// are as long as the keyframe before them, or 2.
Timeline withKeyframes(const Timeline& timeline, std::size_t before, std::span<const Recipe> recipes);

/// The timeline with a keyframe of its own at a time inside it, in seconds, and that keyframe's number. The
/// others stay where they are. At a keyframe's time, and outside, there is nothing to part: the same
/// timeline, and that keyframe.
std::pair<Timeline, std::size_t> partedAt(const Timeline& timeline, double seconds);

/// The timeline with one keyframe moved to another time, in seconds, and the keyframe's number now. The
/// others stay where they are, but that the film begins with the first one.
std::pair<Timeline, std::size_t> withMoved(const Timeline& timeline, std::size_t keyframe, double seconds);

/// The timeline without a keyframe; those after it stay where they are, but that the film begins with the
/// first one.
Timeline withoutKeyframe(const Timeline& timeline, std::size_t keyframe);

} // namespace flipside
