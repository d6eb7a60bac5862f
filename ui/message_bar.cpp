// SPDX-License-Identifier: GPL-3.0-or-later
#include "message_bar.h"

#include "theme_icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace flipside {

MessageBar::MessageBar(QWidget* parent) : QFrame(parent)
{
    setObjectName(QStringLiteral("messageBar"));
    auto* icon = new QLabel(this);
    icon->setPixmap(themedIcon(QStringLiteral("warning")).pixmap(QSize(18, 18), devicePixelRatioF()));
    _text = new QLabel(this);
    _text->setWordWrap(true);
    _text->setTextFormat(Qt::PlainText);
    _text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* close = new QToolButton(this);
    close->setIcon(themedIcon(QStringLiteral("close")));
    close->setAutoRaise(true);
    close->setToolTip(tr("Dismiss (Esc)"));
    close->setAccessibleName(tr("Dismiss the message"));
    connect(close, &QToolButton::clicked, this, &MessageBar::dismiss);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 8, 8, 8);
    layout->setSpacing(10);
    layout->addWidget(icon, 0, Qt::AlignVCenter);
    layout->addWidget(_text, 1);
    layout->addWidget(close, 0, Qt::AlignVCenter);
    hide();
}

void MessageBar::showMessage(const QString& sentence)
{
    _text->setText(sentence);
    setAccessibleName(sentence);
    show();
}

QString MessageBar::message() const
{
    return isHidden() ? QString() : _text->text();
}

void MessageBar::dismiss()
{
    hide();
}

} // namespace flipside
