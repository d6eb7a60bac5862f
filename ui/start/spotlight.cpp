// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/spotlight.h"

#include "ui/style/theme.h"

#include <QPainter>
#include <QPainterPath>

namespace flipside {
namespace {

constexpr int followMilliseconds = 80;
constexpr int lightMargin = 4;
constexpr double lightCorner = 8.0;
/// Dark enough to lead the eye, light enough to see what the picture does.
const QColor shade(0, 0, 0, 120);

} // namespace

Spotlight::Spotlight(QWidget& window, QWidget* picture) : QWidget(&window), _picture(picture)
{
    setObjectName(QStringLiteral("spotlight"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    _following.setInterval(followMilliseconds);
    connect(&_following, &QTimer::timeout, this, &Spotlight::follow);
    _following.start();
    setGeometry(window.rect());
    show();
    raise();
}

void Spotlight::light(QWidget* target)
{
    _target = target;
    follow();
}

void Spotlight::follow()
{
    const QWidget& window = *parentWidget();
    QRect lit = placeOf(_target);
    if (!lit.isEmpty())
        lit = lit.adjusted(-lightMargin, -lightMargin, lightMargin, lightMargin).intersected(window.rect());
    const QRect seen = placeOf(_picture);
    if (lit == _lit && seen == _seen && geometry() == window.rect())
        return;
    _lit = lit;
    _seen = seen;
    setGeometry(window.rect());
    raise();
    update();
    emit moved();
}

QRect Spotlight::placeOf(const QWidget* widget) const
{
    const bool isInSight = widget && widget->isVisible() && widget->window() == parentWidget();
    return isInSight ? QRect(widget->mapTo(parentWidget(), QPoint()), widget->size()) : QRect();
}

void Spotlight::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath dark;
    dark.addRect(rect());
    QPainterPath light;
    light.addRoundedRect(_lit, lightCorner, lightCorner);
    QPainterPath picture;
    picture.addRect(_seen);
    painter.fillPath(dark - light - picture, shade);
    painter.setPen(QPen(flipside::palette().accent, 2.0));
    painter.drawPath(light);
}

} // namespace flipside
