// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/time_left.h"

#include <chrono>
#include <string>

namespace flipside {

/// Progress on standard error: a line that renews itself on a terminal, and now and then a new line
/// elsewhere, with the time left. Control-C asks the work to stop.
class ConsoleProgress final : public Progress {
public:
    ConsoleProgress();
    ~ConsoleProgress() override;
    void report(double fraction, const std::string& what) override;
    bool cancelled() const override;

private:
    using Clock = std::chrono::steady_clock;
    bool _isTerminal;
    bool _lineIsOpen = false;
    TimeLeft _left;
    Clock::time_point _lastShown;
    std::string _lastWhat;
};

} // namespace flipside
