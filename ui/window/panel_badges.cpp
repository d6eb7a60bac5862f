// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/panel_badges.h"

#include "ui/workspace/workspace.h"

#include <QAction>
#include <QDockWidget>

namespace flipside {

PanelBadges::PanelBadges(Workspace& workspace, QObject* parent)
    : QObject(parent), _history(workspace.document().undoStack())
{
    connect(&workspace, &Workspace::added, this, &PanelBadges::count);
    connect(&_history, &QUndoStack::indexChanged, this, &PanelBadges::followHistory);
}

void PanelBadges::add(QDockWidget& dock)
{
    const QString id = dock.objectName();
    _panels.insert(id, {&dock, dock.windowTitle()});
    connect(&dock, &QDockWidget::visibilityChanged, this, [this, id](bool inSight) {
        if (inSight)
            clear(id);
    });
}

void PanelBadges::count(const Addition& addition)
{
    const auto panel = _panels.find(addition.panel);
    if (!addition.isNew || panel == _panels.end() || !panel->dock->visibleRegion().isEmpty())
        return;
    panel->steps.append(_history.index());
    show(*panel);
}

void PanelBadges::followHistory(int index)
{
    for (Panel& panel : _panels)
        if (panel.steps.removeIf([index](int step) { return step > index; }) > 0)
            show(panel);
}

void PanelBadges::clear(const QString& id)
{
    Panel& panel = _panels[id];
    if (panel.steps.isEmpty())
        return;
    panel.steps.clear();
    show(panel);
}

void PanelBadges::show(const Panel& panel)
{
    const auto count = panel.steps.size();
    panel.dock->setWindowTitle(
        count == 0 ? panel.title
                   : tr("%1 +%2", "a panel and how much is new there").arg(panel.title).arg(count));
}

} // namespace flipside
