// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>

namespace flipside {

/// How much longer work will take, from how far it has come since it began to move: a resumed run begins in
/// the middle, and what was done before says nothing about the pace of today.
class TimeLeft {
public:
    using Clock = std::chrono::steady_clock;

    /// `fraction` in [0, 1]. Empty until there is a pace to judge by.
    std::optional<double> secondsAt(double fraction, Clock::time_point now = Clock::now());
    /// Time in which nobody worked does not count.
    void leaveOut(Clock::duration idle) { _start += idle; }

private:
    std::optional<double> _first; ///< the fraction where the pace begins
    Clock::time_point _start;
};

} // namespace flipside
