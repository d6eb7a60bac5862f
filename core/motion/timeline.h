// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recipe/recipe.h"

#include <optional>
#include <string>
#include <vector>

namespace flipside {

/// How fast a segment is walked through: what share of the way is behind after which share of its time.
enum class Easing {
    Smooth, ///< starts and ends at rest, 3t² − 2t³
    Linear,
    SlowStart, ///< t²
    SlowEnd,   ///< 1 − (1 − t)²
    Jump,      ///< stays at the start until the end
};

/// `share` of the time, 0 to 1, to a share of the way.
double eased(Easing easing, double share);

/// A recipe that a film passes through, and how it goes on from there.
struct Keyframe {
    Recipe recipe;
    double length = 2.0; ///< until the next keyframe, in seconds, or beats where the timeline has a tempo
    Easing easing = Easing::Smooth;

    bool operator==(const Keyframe&) const = default;
};

/// Recipes of one model, one after the other in time. A value.
struct Timeline {
    std::vector<Keyframe> keyframes;
    bool loops = false;                   ///< the last keyframe goes on to the first
    std::optional<double> beatsPerMinute; ///< keyframes' lengths are beats of it; else seconds

    bool operator==(const Timeline&) const = default;

    /// In seconds; 0 for fewer than two keyframes.
    double duration() const;
    /// When a keyframe is reached, in seconds.
    double timeOf(std::size_t keyframe) const;
    /// The recipe at a time in seconds: z by spherical interpolation (motion/slerp.h), edits fading between
    /// their natural value and the one they hold. At a keyframe's time it is that keyframe's own recipe.
    /// Before the start it is the first one, after the end the last, in a loop the time goes round. There
    /// must be a keyframe.
    Recipe at(double seconds) const;
    /// How many frames a film of it has: as many as its duration has room for, so that it lasts as long as it
    /// says. At least 1, at most the largest int.
    int frames(double framesPerSecond) const;
    /// When a frame is, counted from 0, in seconds. In a loop the last frame is followed by the first;
    /// otherwise both ends are shown, and the frames lie evenly between them.
    double timeOfFrame(int frame, double framesPerSecond) const;
};

/// The recipe a share of the way, 0 to 1, from one to another of the same model. An edit that only one of
/// them has fades by its amount; one that both have goes from value to value where nothing else about it
/// differs, and otherwise leaves before the other comes.
Recipe between(const Recipe& from, const Recipe& to, double share);

std::string toString(Easing easing); ///< "smooth", "linear", …
std::optional<Easing> easingFrom(const std::string& text);

} // namespace flipside
