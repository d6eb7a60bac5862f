// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace flipside {

/// How long work tells its caller how far it has come and learns that it should stop. Work calls both from
/// its own thread; an implementation hands them on to wherever they are shown.
class Progress {
public:
    virtual ~Progress() = default;
    /// `fraction` in [0, 1]; `what` names the present step in a few words.
    virtual void report(double /*fraction*/, const std::string& /*what*/) {}
    /// Asked between steps; when true the work throws Cancelled and leaves no half result behind.
    virtual bool cancelled() const { return false; }
};

} // namespace flipside
