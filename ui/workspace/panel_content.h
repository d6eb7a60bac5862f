// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QVariant>
#include <QWidget>

namespace flipside {

/// Says what a panel is there for, its rows, squares or pictures: there the keyboard goes when it comes to
/// the panel, and not to the first of its fields. Null for none. (A focus proxy would say it too, but puts
/// all fields before it out of Tab's way.)
inline void setPanelContent(QWidget& panel, QWidget* content)
{
    panel.setProperty("panelContent", QVariant::fromValue(QPointer<QWidget>(content)));
}

/// Of a panel; null where it does not say.
inline QWidget* panelContent(const QWidget& panel)
{
    return panel.property("panelContent").value<QPointer<QWidget>>();
}

} // namespace flipside
