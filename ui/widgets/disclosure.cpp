// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/disclosure.h"

#include "ui/style/theme_icons.h"

namespace flipside {

Disclosure::Disclosure(const QString& text, QWidget* parent) : QToolButton(parent)
{
    setText(text);
    setCheckable(true);
    setObjectName(QStringLiteral("disclosure"));
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setFocusPolicy(Qt::StrongFocus);
    const auto showState = [this](bool open) {
        setIcon(themedIcon(open ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down")));
    };
    showState(false);
    connect(this, &QToolButton::toggled, this, showState);
}

void Disclosure::setBody(QWidget& body)
{
    body.setVisible(isOpen());
    connect(this, &QToolButton::toggled, &body, &QWidget::setVisible);
}

} // namespace flipside
