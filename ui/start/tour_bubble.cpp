// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/tour_bubble.h"

#include "ui/style/relative_font.h"
#include "ui/style/theme_icons.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace flipside {
namespace {

constexpr int bubbleWidth = 320;
constexpr int bubbleGap = 10;
constexpr int tickSize = 18;

} // namespace

TourBubble::TourBubble(QWidget& window)
    : QFrame(&window), _title(new QLabel(this)), _sentences(new QLabel(this)), _place(new QLabel(this)),
      _tick(new QLabel(this))
{
    setObjectName(QStringLiteral("tourBubble"));
    setRelativeFont(*_title, 1.2, true);
    _sentences->setWordWrap(true);
    _place->setForegroundRole(QPalette::PlaceholderText);
    auto* close = new QToolButton(this);
    close->setIcon(themedIcon(QStringLiteral("close")));
    close->setAutoRaise(true);
    close->setToolTip(tr("Leave the tour (Esc)"));
    close->setAccessibleName(tr("Leave the tour"));
    auto* pass = new QPushButton(tr("Skip"), this);
    pass->setObjectName(QStringLiteral("tourSkip"));
    for (QWidget* button : {static_cast<QWidget*>(close), static_cast<QWidget*>(pass)})
        button->setFocusPolicy(Qt::TabFocus); // keys belong to what is shown
    connect(close, &QToolButton::clicked, this, &TourBubble::left);
    connect(pass, &QPushButton::clicked, this, &TourBubble::passed);

    auto* head = new QHBoxLayout;
    head->addWidget(_tick);
    head->addWidget(_title, 1);
    head->addWidget(close);
    auto* foot = new QHBoxLayout;
    foot->addWidget(_place, 1);
    foot->addWidget(pass);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 12, 12);
    layout->setSpacing(8);
    layout->addLayout(head);
    layout->addWidget(_sentences);
    layout->addLayout(foot);
    setFixedWidth(bubbleWidth);
}

void TourBubble::say(const QString& title, const QString& sentences, int place, int count)
{
    _tick->hide();
    _title->setText(title);
    _sentences->setText(sentences);
    _place->setText(tr("%1 of %2").arg(place).arg(count));
    setAccessibleName(title);
    setAccessibleDescription(sentences);
    show();
    raise();
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void TourBubble::praise()
{
    _tick->setPixmap(
        themedIcon(QStringLiteral("check")).pixmap(QSize(tickSize, tickSize), devicePixelRatioF()));
    _tick->show();
    _title->setText(tr("Well done"));
}

void TourBubble::standBeside(const QRect& lit)
{
    const QRect room = parentWidget()->rect().adjusted(bubbleGap, bubbleGap, -bubbleGap, -bubbleGap);
    const QSize size(bubbleWidth,
                     std::max(layout()->heightForWidth(bubbleWidth), minimumSizeHint().height()));
    QRect place(QPoint(), size);
    place.moveCenter(room.center());
    const int x = std::clamp(lit.center().x() - size.width() / 2, room.left(),
                             std::max(room.left(), room.right() - size.width()));
    const int y = std::clamp(lit.center().y() - size.height() / 2, room.top(),
                             std::max(room.top(), room.bottom() - size.height()));
    const QRect places[] = {{{x, lit.bottom() + bubbleGap}, size},
                            {{x, lit.top() - bubbleGap - size.height()}, size},
                            {{lit.right() + bubbleGap, y}, size},
                            {{lit.left() - bubbleGap - size.width(), y}, size}};
    const auto* fitting = std::ranges::find_if(places, [&](const QRect& one) { return room.contains(one); });
    if (!lit.isEmpty() && fitting != std::end(places))
        place = *fitting;
    setGeometry(place);
    raise();
}

} // namespace flipside
