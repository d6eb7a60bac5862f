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

Spotlight::Spotlight(QWidget& window) : QWidget(&window)
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
    QWidget& window = *parentWidget();
    QRect lit;
    if (_target && _target->isVisible() && _target->window() == &window)
        lit = QRect(_target->mapTo(&window, QPoint()), _target->size())
                  .adjusted(-lightMargin, -lightMargin, lightMargin, lightMargin)
                  .intersected(window.rect());
    if (lit == _lit && geometry() == window.rect())
        return;
    _lit = lit;
    setGeometry(window.rect());
    raise();
    update();
    emit moved();
}

void Spotlight::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath dark;
    dark.addRect(rect());
    QPainterPath light;
    light.addRoundedRect(_lit, lightCorner, lightCorner);
    painter.fillPath(dark - light, shade);
    painter.setPen(QPen(flipside::palette().accent, 2.0));
    painter.drawPath(light);
}

} // namespace flipside
