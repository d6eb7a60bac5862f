// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/output_window.h"

#include <QObject>

#include <memory>

class QAction;

namespace flipside {

class Actions;
class Workspace;

/// Opens and closes the output window, and blanks it. The window's keys play there as well.
class OutputSwitch : public QObject {
    Q_OBJECT
public:
    OutputSwitch(Workspace& workspace, Actions& actions, QWidget& window);

    /// Null while it is not open.
    OutputWindow* output() const { return _output.get(); }
    void setOpen(bool open);

private:
    Workspace& _workspace;
    Actions& _actions;
    QWidget& _window;
    QAction* _open = nullptr;
    QAction* _blank = nullptr;
    std::unique_ptr<OutputWindow> _output;
};

} // namespace flipside
