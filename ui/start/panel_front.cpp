// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/panel_front.h"

#include <QAction>
#include <QDockWidget>
#include <QMainWindow>

#include <utility>

namespace flipside {

QDockWidget* dockOf(const QAction& panel)
{
    return qobject_cast<QDockWidget*>(panel.parent());
}

void PanelFront::bring(QDockWidget& dock)
{
    if (dock.isHidden())
        _wereHidden.prepend(&dock);
    if (const auto* window = qobject_cast<QMainWindow*>(dock.parentWidget()))
        for (QDockWidget* beside : window->tabifiedDockWidgets(&dock))
            if (beside->isVisible() && !beside->visibleRegion().isEmpty())
                _wereInFront.prepend(beside);
    dock.show();
    dock.raise();
}

void PanelFront::putBack()
{
    // The latest first, so that what was in front at the beginning is so at the end.
    for (const auto& dock : std::exchange(_wereHidden, {}))
        if (dock)
            dock->hide();
    for (const auto& dock : std::exchange(_wereInFront, {}))
        if (dock)
            dock->raise();
}

} // namespace flipside
