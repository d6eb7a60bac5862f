// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointer>

class QAction;
class QDockWidget;

namespace flipside {

/// The dock of a panel, by the action that shows or hides it; null where it is none's.
QDockWidget* dockOf(const QAction& panel);

/// Brings panels into sight that are hidden or lie behind another one's tab, and puts back what was there.
class PanelFront {
public:
    void bring(QDockWidget& dock);
    void putBack();

private:
    QList<QPointer<QDockWidget>> _wereHidden;
    QList<QPointer<QDockWidget>> _wereInFront;
};

} // namespace flipside
