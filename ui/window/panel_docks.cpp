// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/panel_docks.h"

#include "ui/actions/actions.h"
#include "ui/widgets/dock_title.h"
#include "ui/widgets/framed_dock.h"
#include "ui/window/panel_badges.h"
#include "ui/window/panel_focus.h"
#include "ui/window/panels.h"
#include "ui/workspace/workspace.h"

#include <QDockWidget>
#include <QMainWindow>
#include <QSettings>

#include <algorithm>

namespace flipside {
namespace {

/// Grows whenever docks or toolbars change, so that an older layout is not restored onto them.
constexpr int layoutVersion = 4;
const auto layoutKey = QStringLiteral("window/layout");

/// Below this, what the panels on the right say is cut off: the rank in a layer of a thousand, a row of
/// correlated neurons, and a scroll bar beside them.
constexpr int rightPanelWidth = 310;
/// Of the window, in percent.
constexpr int leftShare = 20;
constexpr int rightShare = 23;
constexpr int bottomShare = 36;
/// What a title takes, and toolbar, menus and status bar together.
constexpr int titleHeight = 30;
constexpr int barsHeight = 100;

} // namespace

PanelDocks::PanelDocks(Workspace& workspace, Actions& actions, QWidget& canvas, QMainWindow& window)
    : QObject(&window), _window(window)
{
    auto* focus = new PanelFocus(canvas, actions, this);
    auto* badges = new PanelBadges(workspace, this);
    connect(&workspace, &Workspace::panelWished, this, &PanelDocks::bring);
    for (const PanelKind* kind : panelKinds()) {
        const auto id = QString::fromLatin1(kind->id);
        auto* dock = new FramedDock(kind->title(), &window);
        dock->setObjectName(id);
        dock->setTitleBarWidget(new DockTitle(*dock));
        QWidget* panel = kind->make(workspace, actions);
        panel->setAutoFillBackground(true);
        if (kind->area == Qt::RightDockWidgetArea)
            panel->setMinimumWidth(rightPanelWidth);
        dock->setWidget(panel);
        window.addDockWidget(kind->area, dock);
        focus->add(*dock);
        badges->add(*dock);
        actions.adopt(id, dock->toggleViewAction());
        _docks.insert(id, dock);
    }
    window.setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    window.setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
}

QWidget* PanelDocks::panel(const QString& id) const
{
    const QDockWidget* dock = _docks.value(id);
    return dock ? dock->widget() : nullptr;
}

void PanelDocks::bring(const QString& id)
{
    if (QDockWidget* dock = _docks.value(id)) {
        dock->show();
        dock->raise();
    }
}

void PanelDocks::reset()
{
    // All go before any comes back: side by side, if only for a moment, those that share the bottom would
    // widen the window beyond a small screen.
    for (const PanelKind* kind : panelKinds()) {
        dock(kind->id)->setFloating(false);
        _window.removeDockWidget(dock(kind->id));
    }
    QHash<int, QList<QDockWidget*>> fronts; ///< [area], from above
    QHash<QString, QDockWidget*> last;      ///< [id of the front], the hindmost behind it so far
    for (const PanelKind* kind : panelKinds()) {
        if (kind->behind)
            continue;
        _window.addDockWidget(kind->area, dock(kind->id));
        fronts[kind->area].append(dock(kind->id));
        last.insert(QLatin1String(kind->id), dock(kind->id));
    }
    for (const PanelKind* kind : panelKinds()) {
        if (!kind->behind)
            continue;
        QDockWidget*& before = last[QLatin1String(kind->behind)];
        _window.tabifyDockWidget(before, dock(kind->id));
        before = dock(kind->id);
    }
    for (const PanelKind* kind : panelKinds())
        dock(kind->id)->show();
    for (const QList<QDockWidget*>& docks : std::as_const(fronts))
        for (QDockWidget* front : docks)
            front->raise();

    const QList<QDockWidget*> left = fronts.value(Qt::LeftDockWidgetArea).mid(0, 1);
    const QList<QDockWidget*> right = fronts.value(Qt::RightDockWidgetArea);
    const QList<QDockWidget*> bottom = fronts.value(Qt::BottomDockWidgetArea).mid(0, 1);
    _window.resizeDocks(left + right.mid(0, 1),
                        {_window.width() * leftShare / 100, _window.width() * rightShare / 100},
                        Qt::Horizontal);
    _window.resizeDocks(bottom, {_window.height() * bottomShare / 100}, Qt::Vertical);
    if (right.size() == 2) {
        // What is above comes first, and takes what it would like: what is below scrolls.
        const int height = _window.height() - barsHeight;
        const int above =
            std::min(right.front()->widget()->sizeHint().height() + titleHeight, height * 2 / 3);
        _window.resizeDocks(right, {above, height - above}, Qt::Vertical);
    }
}

void PanelDocks::restore()
{
    if (!_window.restoreState(QSettings().value(layoutKey).toByteArray(), layoutVersion))
        reset();
}

void PanelDocks::save() const
{
    QSettings().setValue(layoutKey, _window.saveState(layoutVersion));
}

void PanelDocks::raiseFloating() const
{
    for (QDockWidget* dock : _docks)
        if (dock->isFloating() && dock->isVisible()) {
            dock->hide();
            dock->show();
        }
}

} // namespace flipside
