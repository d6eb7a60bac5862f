// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/time_left.h"

namespace flipside {

std::optional<double> TimeLeft::secondsAt(double fraction, Clock::time_point now)
{
    if (!_first) {
        if (fraction <= 0.0)
            return std::nullopt;
        _first = fraction;
        _start = now;
    }
    const double done = fraction - *_first;
    if (done <= 0.0)
        return std::nullopt;
    return std::chrono::duration<double>(now - _start).count() / done * (1.0 - fraction);
}

} // namespace flipside
