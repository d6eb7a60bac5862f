// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/message_bar.h"

#include "ui/style/theme_icons.h"
#include "ui/widgets/sentence.h"
#include "ui/widgets/wrapped_text.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
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

    _row = new QHBoxLayout(this);
    _row->setContentsMargins(12, 8, 8, 8);
    _row->setSpacing(10);
    _row->addWidget(_icon, 0, Qt::AlignVCenter);
    _row->addWidget(_text, 1, Qt::AlignVCenter);
    _row->addWidget(close, 0, Qt::AlignVCenter);
    hide();
}

void MessageBar::showMessage(const QString& sentence, const QList<Choice>& choices)
{
    for (QPushButton* button : std::as_const(_buttons))
        button->deleteLater();
    _buttons.clear();
    for (const Choice& choice : choices) {
        auto* button = new QPushButton(choice.text, this);
        connect(button, &QPushButton::clicked, this, [this, action = choice.action] {
            dismiss();
            action();
        });
        _row->insertWidget(_row->count() - 1, button, 0, Qt::AlignVCenter);
        _buttons.append(button);
    }
    const QString shown = asSentence(sentence);
    _text->setPlainText(shown);
    setAccessibleName(shown);
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
    _icon->setPixmap(problemIcon().pixmap(QSize(18, 18), devicePixelRatioF()));
}

void MessageBar::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showIcon();
}

} // namespace flipside
