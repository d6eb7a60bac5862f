// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/output_switch.h"

#include "ui/actions/actions.h"
#include "ui/workspace/workspace.h"

#include <QScreen>

namespace flipside {

OutputSwitch::OutputSwitch(Workspace& workspace, Actions& actions, QWidget& window)
    : QObject(&window), _workspace(workspace), _actions(actions), _window(window)
{
    _open = actions.addToggle({QStringLiteral("output"),
                               tr("Outp&ut window"),
                               {Qt::Key_F11},
                               tr("The picture alone, on a second display where there is one"),
                               {}});
    _blank = actions.addToggle({QStringLiteral("blank"),
                                tr("Blan&k the output"),
                                {Qt::Key_F12},
                                tr("The output black, and back"),
                                {}});
    _blank->setEnabled(false);
    connect(_open, &QAction::toggled, this, &OutputSwitch::setOpen);
}

void OutputSwitch::setOpen(bool open)
{
    if (open == (_output != nullptr))
        return;
    if (open) {
        _output = std::make_unique<OutputWindow>(_workspace.document());
        // F11 has a meaning of its own there.
        QList<QAction*> keys = _actions.all();
        keys.removeOne(_open);
        _output->addActions(keys);
        const QAction* smooth = _actions[QStringLiteral("smooth")];
        _output->setSmooth(smooth->isChecked());
        connect(smooth, &QAction::toggled, _output.get(), &OutputWindow::setSmooth);
        connect(_blank, &QAction::toggled, _output.get(), &OutputWindow::setBlank);
        connect(_output.get(), &OutputWindow::moved, this,
                [this](const QString& sentence) { emit _workspace.problem(sentence); });
        connect(_output.get(), &OutputWindow::closed, this, [this] { setOpen(false); });
        _output->open(*_window.screen());
    } else {
        // It may be closing itself just now.
        _output->disconnect(this);
        _output->hide();
        _output.release()->deleteLater();
        _window.activateWindow();
    }
    _open->setChecked(open);
    _blank->setChecked(false);
    _blank->setEnabled(open);
}

} // namespace flipside
