// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/dock_title.h"

#include "ui/style/theme_icons.h"
#include "ui/widgets/window_size.h"

#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QToolButton>

namespace flipside {

namespace {

/// How far a panel that was detached stands from where it lay, so that it is seen to float.
constexpr QPoint step(28, 28);

} // namespace

DockTitle::DockTitle(QDockWidget& dock) : QWidget(&dock), _dock(dock)
{
    setObjectName(QStringLiteral("dockTitle"));
    setAttribute(Qt::WA_StyledBackground);
    auto* name = new QLabel(dock.windowTitle(), this);
    name->setObjectName(QStringLiteral("dockName"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 2, 4, 2);
    layout->setSpacing(0);
    layout->addWidget(name, 1);

    const auto addButton = [&](const QString& icon, const QString& tip) {
        auto* button = new QToolButton(this);
        button->setIcon(themedIcon(icon));
        button->setIconSize(QSize(14, 14));
        button->setToolTip(tip);
        button->setAccessibleName(QStringLiteral("%1: %2").arg(dock.windowTitle(), tip));
        button->setFocusPolicy(Qt::TabFocus);
        layout->addWidget(button);
        return button;
    };
    connect(addButton(QStringLiteral("float"), tr("Detach, or put back")), &QToolButton::clicked, this,
            [this] { toggleFloating(); });
    connect(addButton(QStringLiteral("close"), tr("Close; View › Panels brings it back")),
            &QToolButton::clicked, &dock, &QDockWidget::close);
}

void DockTitle::toggleFloating()
{
    const QPoint before = _dock.mapToGlobal(QPoint());
    _dock.setFloating(!_dock.isFloating());
    if (!_dock.isFloating()) {
        _dock.raise(); // in front of those that share its place
    } else if ((_dock.pos() - before).manhattanLength() < step.manhattanLength()) {
        _dock.move(before + step);
        keepWithinScreen(_dock);
    }
}

void DockTitle::mouseDoubleClickEvent(QMouseEvent* event)
{
    event->accept();
    toggleFloating();
}

} // namespace flipside
