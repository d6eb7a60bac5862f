// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/dock_title.h"

#include "ui/style/theme_icons.h"

#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace flipside {

DockTitle::DockTitle(QDockWidget& dock) : QWidget(&dock)
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
    connect(addButton(QStringLiteral("float"), tr("Detach, or put back")), &QToolButton::clicked, &dock,
            [&dock] { dock.setFloating(!dock.isFloating()); });
    connect(addButton(QStringLiteral("close"), tr("Close; the View menu brings it back")),
            &QToolButton::clicked, &dock, &QDockWidget::close);
}

} // namespace flipside
