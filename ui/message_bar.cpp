// SPDX-License-Identifier: GPL-3.0-or-later
#include "message_bar.h"

#include "theme_icons.h"
#include "wrapped_text.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace flipside {

MessageBar::MessageBar(QWidget* parent) : QFrame(parent)
{
    setObjectName(QStringLiteral("messageBar"));
    _icon = new QLabel(this);
    showIcon();
    _text = new WrappedText(this);
    _text->setObjectName(QStringLiteral("messageText"));
    auto* close = new QToolButton(this);
    close->setIcon(themedIcon(QStringLiteral("close")));
    close->setAutoRaise(true);
    close->setToolTip(tr("Dismiss (Esc)"));
    close->setAccessibleName(tr("Dismiss the message"));
    connect(close, &QToolButton::clicked, this, &MessageBar::dismiss);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 8, 8, 8);
    layout->setSpacing(10);
    layout->addWidget(_icon, 0, Qt::AlignVCenter);
    layout->addWidget(_text, 1, Qt::AlignVCenter);
    layout->addWidget(close, 0, Qt::AlignVCenter);
    hide();
}

void MessageBar::showMessage(const QString& sentence)
{
    _text->setPlainText(sentence);
    setAccessibleName(sentence);
    show();
}

QString MessageBar::message() const
{
    return isHidden() ? QString() : _text->toPlainText();
}

void MessageBar::dismiss()
{
    hide();
}

void MessageBar::showIcon()
{
    _icon->setPixmap(themedIcon(QStringLiteral("warning")).pixmap(QSize(18, 18), devicePixelRatioF()));
}

void MessageBar::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showIcon();
}

} // namespace flipside
