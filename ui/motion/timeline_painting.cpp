// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/recipe_pictures.h"
#include "ui/motion/timeline_view.h"
#include "ui/pictures/fitted_picture.h"
#include "ui/style/theme.h"
#include "ui/words/numbers.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>

namespace flipside {
namespace {

constexpr double tickRoom = 56.0; ///< pixels between two numbers at least
constexpr int wayGap = 4;
constexpr int waySteps = 24;
constexpr double comingRound = 0.4; ///< opacity of a loop's first keyframe at its end

/// The distance of the ruler's numbers in seconds or beats, where one of these has `pixels`.
double tickStep(double pixels)
{
    double power = 0.1;
    while (power < 1e5) {
        for (const double step : {1.0, 2.0, 5.0})
            if (power * step * pixels >= tickRoom)
                return power * step;
        power *= 10.0;
    }
    return power;
}

} // namespace

void TimelineView::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const Palette& colours = flipside::palette();
    painter.fillRect(rect(), colours.window);
    if (count() == 0) {
        painter.setPen(colours.dimText);
        painter.drawText(
            rect().adjusted(12, 4, -12, -4), Qt::AlignCenter | Qt::TextWordWrap,
            tr("A film goes from keyframe to keyframe. Make a picture that you like and add it."));
        return;
    }
    paintRuler(painter);
    const bool loops = timeline().loops && count() > 1;
    for (int i = 0; i < (loops ? count() : count() - 1); ++i)
        paintWay(painter, i);
    if (loops) {
        painter.setOpacity(comingRound);
        paintKeyframe(painter, count());
        painter.setOpacity(1.0);
    }
    for (int i = 0; i < count(); ++i)
        if (i != _selected)
            paintKeyframe(painter, i);
    if (_selected >= 0)
        paintKeyframe(painter, _selected);
    paintPlayhead(painter);
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
        painter.setPen(QPen(colours.accent, 2.0));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

void TimelineView::paintRuler(QPainter& painter) const
{
    const Palette& colours = flipside::palette();
    const double unit = timeline().beatsPerMinute ? 60.0 / *timeline().beatsPerMinute : 1.0;
    const double step = tickStep(xOf(unit) - xOf(0.0));
    const int bottom = rulerHeight();
    painter.setPen(colours.border);
    painter.drawLine(0, bottom, width(), bottom);
    const int decimals = step < 0.999 ? 1 : 0;
    for (int i = 0; xOf(i * step * unit) < width(); ++i) {
        const double x = std::round(xOf(i * step * unit)) + 0.5;
        painter.setPen(colours.border);
        painter.drawLine(QPointF(x, bottom - 5), QPointF(x, bottom));
        painter.setPen(colours.dimText);
        QString number = decimalText(i * step, decimals);
        if (i == 0)
            number = timeline().beatsPerMinute ? tr("0 beats") : tr("0 s");
        if (x + 3.0 + fontMetrics().horizontalAdvance(number) <= width())
            painter.drawText(QPointF(x + 3.0, 3.0 + fontMetrics().ascent()), number);
    }
}

void TimelineView::paintWay(QPainter& painter, int segment) const
{
    const Palette& colours = flipside::palette();
    const double from = xOf(timeline().timeOf(std::size_t(segment)));
    const double to = xOf(timeline().timeOf(std::size_t(segment) + 1));
    const double top = trackRect().top() + pictureSide() + wayGap;
    const double height = trackRect().bottom() - top - 1.0;
    QPainterPath way(QPointF(from, top + height));
    for (int i = 1; i <= waySteps; ++i) {
        const double share = double(i) / waySteps;
        way.lineTo(from + share * (to - from),
                   top + height * (1.0 - eased(timeline().keyframes[std::size_t(segment)].easing, share)));
    }
    QPainterPath area = way;
    area.lineTo(to, top + height);
    area.closeSubpath();
    const QColor colour = segment == _selected ? colours.accent : colours.dimText;
    QColor shade = colour;
    shade.setAlphaF(0.15f);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(area, shade);
    painter.setPen(QPen(colour, 1.5));
    painter.drawPath(way);
    painter.restore();
}

void TimelineView::paintKeyframe(QPainter& painter, int keyframe) const
{
    const Palette& colours = flipside::palette();
    const QRect room = pictureRect(keyframe);
    painter.fillRect(room, colours.raised);
    const QImage picture = _pictures.of(timeline().keyframes[std::size_t(keyframe % count())].recipe);
    painter.save();
    if (!picture.isNull())
        paintFitted(painter, picture, room.adjusted(2, 2, -2, -2));
    painter.restore();
    const bool isSelected = keyframe == _selected;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(isSelected ? colours.accent : colours.border, isSelected ? 2.0 : 1.0));
    painter.drawRect(isSelected ? room.adjusted(1, 1, -1, -1) : room.adjusted(0, 0, -1, -1));
}

void TimelineView::paintPlayhead(QPainter& painter) const
{
    const Palette& colours = flipside::palette();
    const double x = std::round(xOf(_time)) + 0.5;
    const double top = rulerHeight();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    // On a light picture as on a dark one.
    painter.setPen(QPen(colours.window, 3.0));
    painter.drawLine(QPointF(x, top), QPointF(x, height()));
    painter.setPen(QPen(colours.text, 1.0));
    painter.drawLine(QPointF(x, top - 4.0), QPointF(x, height()));
    QPainterPath head;
    head.moveTo(x - 6.0, top - 9.0);
    head.lineTo(x + 6.0, top - 9.0);
    head.lineTo(x, top);
    head.closeSubpath();
    painter.fillPath(head, colours.accent);
    painter.restore();
}

} // namespace flipside
