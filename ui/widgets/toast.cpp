// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/toast.h"

#include "ui/widgets/elided_label.h"
#include "ui/widgets/sentence.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPropertyAnimation>
#include <QPushButton>
#include <QStyle>

#include <algorithm>

namespace flipside {
namespace {

constexpr int pictureSide = 44;
constexpr int distance = 16; ///< from the edges of its place
constexpr int way = 14;      ///< that it comes down
/// Longer than its words take to be read: there is a decision to be made.
constexpr int extraMilliseconds = 3000;
/// Once the pointer has left.
constexpr int lastMilliseconds = 1500;

} // namespace

Toast::Toast(QWidget& place) : QFrame(&place), _place(place)
{
    setObjectName(QStringLiteral("toast"));
    _picture = new QLabel(this);
    _words = new ElidedLabel(this);
    _words->setObjectName(QStringLiteral("toastWords"));
    _words->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    _deed = new QPushButton(this);
    _deed->setObjectName(QStringLiteral("toastDeed"));
    _deed->setFocusPolicy(Qt::TabFocus);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 8, 10, 8);
    row->setSpacing(12);
    row->addWidget(_picture);
    row->addWidget(_words, 1);
    row->addWidget(_deed);
    _descent = new QPropertyAnimation(this, "pos", this);
    _descent->setEasingCurve(QEasingCurve::OutCubic);
    _end.setSingleShot(true);
    connect(&_end, &QTimer::timeout, this, &Toast::leave);
    connect(_deed, &QPushButton::clicked, this, [this] {
        hide();
        emit deedChosen();
    });
    place.installEventFilter(this);
    hide();
}

void Toast::say(const QImage& picture, const QString& words, const QString& deed)
{
    showPicture(picture);
    _words->setText(words);
    _deed->setText(deed);
    _deed->setVisible(!deed.isEmpty());
    setAccessibleName(words);
    settle();
    descend();
    _end.start(readingMilliseconds(words) + extraMilliseconds);
}

void Toast::showPicture(const QImage& picture)
{
    _picture->setVisible(!picture.isNull());
    if (picture.isNull())
        return;
    const double ratio = devicePixelRatioF();
    QPixmap shown = QPixmap::fromImage(
        picture.scaled(QSize(pictureSide, pictureSide) * ratio, Qt::KeepAspectRatio, Qt::FastTransformation));
    shown.setDevicePixelRatio(ratio);
    _picture->setPixmap(shown);
}

void Toast::withdrawDeed()
{
    _deed->hide();
    settle();
}

QString Toast::words() const
{
    return isHidden() ? QString() : _words->text();
}

void Toast::settle()
{
    _descent->stop();
    layout()->activate();
    const int width = std::min(sizeHint().width(), _place.width() - 2 * distance);
    resize(width, sizeHint().height());
    // Below a picture stands what is said of it.
    move(_place.width() - width - distance, distance);
}

void Toast::descend()
{
    show();
    raise();
    // As long as the desktop wants such things to take; none at all where it wants no motion.
    const int duration = style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this);
    if (duration <= 0)
        return;
    _descent->setDuration(duration);
    _descent->setStartValue(pos() - QPoint(0, way));
    _descent->setEndValue(pos());
    _descent->start();
}

void Toast::leave()
{
    if (underMouse() || isAncestorOf(window()->focusWidget()))
        _end.start(lastMilliseconds);
    else
        hide();
}

bool Toast::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == &_place && event->type() == QEvent::Resize && !isHidden())
        settle();
    return QFrame::eventFilter(watched, event);
}

} // namespace flipside
