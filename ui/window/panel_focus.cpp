// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/panel_focus.h"

#include "ui/actions/actions.h"
#include "ui/window/panel_docks.h"
#include "ui/workspace/panel_content.h"

#include <QApplication>
#include <QDockWidget>
#include <QEvent>
#include <QScrollArea>

namespace flipside {
namespace {

bool takesKeyboard(const QWidget& widget)
{
    return (widget.focusPolicy() & Qt::TabFocus) && widget.isEnabled() && widget.isVisible();
}

bool holds(const QWidget& place, const QWidget& widget)
{
    return &place == &widget || place.isAncestorOf(&widget);
}

/// What the panel is there for that a place holds.
QWidget* contentOf(const QWidget& place)
{
    const auto* scroll = qobject_cast<const QScrollArea*>(&place);
    return panelContent(scroll && scroll->widget() ? *scroll->widget() : place);
}

/// Where the keyboard goes in a place: where it was there last, or else to what the place is there for, or
/// else to the first control. Null where there is none.
QWidget* entryOf(QWidget& place)
{
    QWidget* last = place.focusWidget();
    if (last && takesKeyboard(*last))
        return last;
    if (QWidget* content = contentOf(place); content && takesKeyboard(*content))
        return content;
    if (takesKeyboard(place))
        return &place;
    for (QWidget* widget = place.nextInFocusChain(); widget != &place; widget = widget->nextInFocusChain())
        if (place.isAncestorOf(widget) && takesKeyboard(*widget))
            return widget;
    return nullptr;
}

} // namespace

PanelFocus::PanelFocus(QWidget& canvas, Actions& actions, QObject* parent) : QObject(parent), _places{&canvas}
{
    const QAction* next = actions.add({QStringLiteral("next-panel"),
                                       tr("Ne&xt panel"),
                                       {Qt::Key_F6},
                                       tr("Go to the next panel, or to the canvas"),
                                       {}});
    const QAction* previous = actions.add({QStringLiteral("previous-panel"),
                                           tr("&Previous panel"),
                                           {QKeySequence(Qt::SHIFT | Qt::Key_F6)},
                                           tr("Go to the panel before"),
                                           {}});
    connect(next, &QAction::triggered, this, [this] { go(1); });
    connect(previous, &QAction::triggered, this, [this] { go(-1); });
}

void PanelFocus::add(QDockWidget& dock)
{
    _places.append(dock.widget());
    dock.installEventFilter(this);
    connect(&dock, &QDockWidget::visibilityChanged, this, [this, &dock] { update(dock); });
    update(dock);
}

void PanelFocus::update(QDockWidget& dock)
{
    // What is disabled is left out by Tab, together with whatever is added to it later.
    for (QWidget* part : {dock.titleBarWidget(), dock.widget()})
        if (part)
            part->setEnabled(isInPlace(dock) && !dock.isHidden());
}

bool PanelFocus::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::Move:
    case QEvent::Resize:
    case QEvent::ShowToParent:
    case QEvent::HideToParent:
        if (auto* dock = qobject_cast<QDockWidget*>(watched))
            update(*dock);
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

int PanelFocus::present() const
{
    const QWidget* focused = QApplication::focusWidget();
    for (int i = 0; focused && i < _places.size(); ++i)
        if (holds(*_places[i], *focused))
            return i;
    return -1;
}

void PanelFocus::go(int step)
{
    const int count = int(_places.size());
    const int from = present();
    const int start = from < 0 && step < 0 ? 0 : from;
    for (int i = 1; i <= count; ++i) {
        QWidget* entry = entryOf(*_places[((start + step * i) % count + count) % count]);
        if (!entry)
            continue;
        entry->window()->activateWindow();
        // As Tab does, so that the place that has the keyboard now shows it.
        entry->window()->setAttribute(Qt::WA_KeyboardFocusChange);
        entry->setFocus(Qt::ShortcutFocusReason);
        return;
    }
}

} // namespace flipside
