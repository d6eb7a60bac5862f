// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/panel_docks.h"

#include "ui/actions/actions.h"
#include "ui/guide/guide_opener.h"
#include "ui/widgets/dock_title.h"
#include "ui/widgets/framed_dock.h"
#include "ui/widgets/panel_scroll.h"
#include "ui/window/arrangement.h"
#include "ui/window/panel_badges.h"
#include "ui/window/panel_focus.h"
#include "ui/window/panels.h"
#include "ui/workspace/workspace.h"

#include <QDockWidget>
#include <QEvent>
#include <QLayout>
#include <QMainWindow>
#include <QScrollBar>
#include <QSettings>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace flipside {
namespace {

/// Grows whenever docks or toolbars change, so that an older layout is not restored onto them.
constexpr int layoutVersion = 5;

/// Of the window's width, in percent: what a side has, and what it may have where its panels need that,
/// beside the picture alone and where there is another side.
constexpr int sideShare = 22;
constexpr int usualSideShare = 25;
constexpr int largestSideShare = 40;
constexpr int largestSharedSideShare = 30;
/// A window lower than this has little room for the picture: panels at the bottom take no more than this
/// share.
constexpr int lowWindow = 600;
constexpr int lowBottomShare = 30;
/// Of a column, in percent, what the lower of its panels may take.
constexpr int usualLowerShare = 50;
constexpr int largestLowerShare = 60;
/// What a title takes, and toolbar, menus and status bar together.
constexpr int titleHeight = 30;
constexpr int barsHeight = 100;

/// Below this width a panel scrolls sideways.
int leastWidth(const QDockWidget& dock)
{
    const auto& scroll = static_cast<const PanelScroll&>(*dock.widget());
    const QWidget* panel = scroll.widget();
    return panel ? panel->minimumSizeHint().expandedTo(panel->minimumSize()).width() +
                       scroll.verticalScrollBar()->sizeHint().width()
                 : 0;
}

bool isShownAtFirst(const Arrangement& arrangement, const QDockWidget& dock)
{
    return std::ranges::any_of(arrangement.panels,
                               [&](const char* id) { return dock.objectName() == QLatin1String(id); });
}

QString layoutKey(const Arrangement& arrangement)
{
    return QStringLiteral("window/layout-%1").arg(QLatin1String(arrangement.id));
}

} // namespace

bool isInPlace(const QDockWidget& dock)
{
    return dock.isFloating() || (dock.geometry().right() >= 0 && dock.geometry().bottom() >= 0);
}

PanelDocks::PanelDocks(Workspace& workspace, Actions& actions, QWidget& canvas, QMainWindow& window)
    : QObject(&window), _workspace(workspace), _actions(actions), _window(window)
{
    auto* focus = new PanelFocus(canvas, actions, this);
    auto* badges = new PanelBadges(workspace, this);
    connect(&workspace, &Workspace::panelConcerned, this, [this](const QString& id) {
        // Where a person shows none, they want none.
        if (!hasNone())
            bring(id);
    });
    for (const PanelKind* kind : panelKinds()) {
        const auto id = QString::fromLatin1(kind->id);
        auto* dock = new FramedDock(kind->title(), &window);
        dock->setObjectName(id);
        dock->setTitleBarWidget(new DockTitle(*dock));
        auto* place = new PanelScroll(dock);
        if (kind->isMadeWhenSeen) {
            _waiting.insert(dock, kind);
            dock->installEventFilter(this);
        } else
            make(*kind, *place);
        setGuideSection(*dock, QLatin1String(kind->guide));
        dock->setWidget(place);
        window.addDockWidget(kind->area, dock);
        focus->add(*dock);
        badges->add(*dock);
        actions.adopt(id, dock->toggleViewAction());
        _docks.insert(id, dock);
    }
    window.setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    window.setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
}

void PanelDocks::make(const PanelKind& kind, PanelScroll& place)
{
    QWidget* panel = kind.make(_workspace, _actions, *place.viewport());
    panel->setAutoFillBackground(true);
    place.setWidget(panel);
}

bool PanelDocks::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::Move:
    case QEvent::Resize:
    case QEvent::ShowToParent:
        if (const auto waiting = _waiting.find(watched); waiting != _waiting.end()) {
            const auto& dock = static_cast<const QDockWidget&>(*watched);
            if (dock.isVisible() && isInPlace(dock)) {
                make(*waiting.value(), static_cast<PanelScroll&>(*dock.widget()));
                _waiting.erase(waiting);
            }
        }
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

bool PanelDocks::hasNone() const
{
    return std::ranges::all_of(_docks, &QDockWidget::isHidden);
}

void PanelDocks::bring(const QString& id)
{
    if (QDockWidget* dock = _docks.value(id)) {
        dock->show();
        dock->raise();
    }
}

std::vector<PanelDocks::Stack> PanelDocks::stacksOf(const Arrangement& arrangement) const
{
    std::vector<Stack> stacks;
    const auto add = [&](const PanelKind& kind) {
        const auto id = QString::fromLatin1(kind.behind ? kind.behind : kind.id);
        auto stack = std::ranges::find(stacks, id, &Stack::id);
        if (stack == stacks.end())
            stack = stacks.insert(stacks.end(), {id, kind.area, {}});
        if (!stack->docks.contains(dock(kind.id)))
            stack->docks.append(dock(kind.id));
    };
    for (const char* id : arrangement.panels)
        for (const PanelKind* kind : panelKinds())
            if (QLatin1String(kind->id) == QLatin1String(id))
                add(*kind);
    for (const PanelKind* kind : panelKinds())
        add(*kind);
    return stacks;
}

void PanelDocks::reset(const Arrangement& arrangement)
{
    keepWindowSize();
    for (QDockWidget* dock : std::as_const(_docks)) {
        if (dock->isFloating())
            dock->setFloating(false);
        _window.removeDockWidget(dock);
    }
    const std::vector<Stack> stacks = stacksOf(arrangement);
    for (const Stack& stack : stacks) {
        _window.addDockWidget(stack.area, stack.docks.front());
        for (int i = 1; i < stack.docks.size(); ++i)
            _window.tabifyDockWidget(stack.docks[i - 1], stack.docks[i]);
    }
    const bool isTooLow = _window.height() < arrangement.leastHeight;
    for (const Stack& stack : stacks)
        for (QDockWidget* dock : stack.docks)
            if (isShownAtFirst(arrangement, *dock) && !(isTooLow && stack.area == Qt::BottomDockWidgetArea))
                dock->show();
    for (const Stack& stack : stacks)
        if (stack.docks.front()->isVisibleTo(&_window))
            stack.docks.front()->raise();
    giveSizes(stacks, arrangement);
}

void PanelDocks::giveSizes(const std::vector<Stack>& stacks, const Arrangement& arrangement)
{
    const auto shownAt = [&](Qt::DockWidgetArea area) {
        QList<QDockWidget*> fronts;
        for (const Stack& stack : stacks)
            if (stack.area == area && !stack.docks.front()->isHidden())
                fronts.append(stack.docks.front());
        return fronts;
    };
    const QList<QDockWidget*> left = shownAt(Qt::LeftDockWidgetArea);
    const QList<QDockWidget*> right = shownAt(Qt::RightDockWidgetArea);
    const int shareAtMost = left.isEmpty() || right.isEmpty() ? largestSideShare : largestSharedSideShare;
    const auto giveWidth = [&](const QList<QDockWidget*>& side) {
        if (side.isEmpty())
            return;
        const int wanted =
            std::max(_window.width() * sideShare / 100, side.front()->widget()->sizeHint().width());
        int needed = 0;
        for (const QDockWidget* dock : side)
            needed = std::max(needed, leastWidth(*dock));
        // Where there is little of it, the picture comes first, and panels scroll.
        const int most = std::min(std::max(_window.width() * usualSideShare / 100, needed),
                                  _window.width() * shareAtMost / 100);
        _window.resizeDocks(side.mid(0, 1), {std::min(wanted, most)}, Qt::Horizontal);
    };
    giveWidth(left);
    giveWidth(right);
    const int bottomShare = _window.height() < lowWindow ? std::min(arrangement.bottomShare, lowBottomShare)
                                                         : arrangement.bottomShare;
    if (const QList<QDockWidget*> bottom = shownAt(Qt::BottomDockWidgetArea); !bottom.isEmpty())
        _window.resizeDocks(bottom.mid(0, 1), {_window.height() * bottomShare / 100}, Qt::Vertical);
    if (left.size() == 2)
        giveHeights(left);
}

void PanelDocks::giveHeights(const QList<QDockWidget*>& column)
{
    // What is below takes what it would like, up to half; and more than that where what is above, a list of
    // any length, has what it would like itself.
    const int height = _window.height() - barsHeight;
    const int above = column.front()->widget()->sizeHint().height() + titleHeight;
    const int most =
        std::max(height * usualLowerShare / 100, std::min(height * largestLowerShare / 100, height - above));
    const int below = std::min(column.back()->widget()->sizeHint().height() + titleHeight, most);
    _window.resizeDocks(column, {height - below, below}, Qt::Vertical);
}

void PanelDocks::keepWindowSize()
{
    // A layout leaves a size alone that is no smaller than one that was asked for.
    _window.setMinimumSize(1, 1);
    QTimer::singleShot(0, this, [this] {
        _window.setMinimumSize(0, 0);
        _window.layout()->invalidate(); // which then asks for what it needs
        _window.layout()->activate();
    });
}

void PanelDocks::restore(const Arrangement& arrangement)
{
    keepWindowSize();
    if (!restoreState(arrangement))
        reset(arrangement);
}

void PanelDocks::fitToWindow(const Arrangement& arrangement)
{
    keepWindowSize();
    if (!restoreState(arrangement))
        giveSizes(stacksOf(arrangement), arrangement);
}

bool PanelDocks::restoreState(const Arrangement& arrangement)
{
    return _window.restoreState(QSettings().value(layoutKey(arrangement)).toByteArray(), layoutVersion);
}

void PanelDocks::save(const Arrangement& arrangement) const
{
    QSettings().setValue(layoutKey(arrangement), places());
}

QByteArray PanelDocks::places() const
{
    return _window.saveState(layoutVersion);
}

void PanelDocks::place(const QByteArray& places)
{
    _window.restoreState(places, layoutVersion);
}

void PanelDocks::hideAll()
{
    for (QDockWidget* dock : std::as_const(_docks))
        dock->hide();
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
