// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/start/deeds.h"

#include <QFrame>

#include <array>

class QPushButton;

namespace flipside {

class Actions;

/// Three things to try, above the canvas at the first start. It sees what is done, ticks that off, and goes
/// away for good once all of it has been done, or when it is closed.
class FirstSteps : public QFrame {
    Q_OBJECT
public:
    FirstSteps(Workspace& workspace, Actions& actions, QWidget* parent = nullptr);

    /// How long it stays once all is done, in milliseconds.
    static constexpr int farewell = 2500;

private:
    void tick(Deed deed);
    void leave();

    struct Step {
        Deed deed;
        QPushButton* button;
        bool isDone = false;
    };
    std::array<Step, 3> _steps;
};

} // namespace flipside
