// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/latent/latent_row.h"

#include "ui/style/theme.h"
#include "ui/words/numbers.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace flipside {
namespace {

constexpr int margin = 6;
constexpr int knobRadius = 5;
constexpr int gap = 3;
constexpr int valueGap = 4;
constexpr int shortestBar = 20;

QColor withAlpha(QColor colour, double alpha)
{
    colour.setAlphaF(float(alpha));
    return colour;
}

void paintLock(QPainter& painter, const QRectF& area, bool locked)
{
    const Palette& colours = palette();
    const QPointF c = area.center();
    const QRectF body(c.x() - 4.0, c.y() - 1.0, 8.0, 6.0);
    QPainterPath shackle;
    shackle.moveTo(c.x() - 2.5, c.y() - 1.0);
    shackle.lineTo(c.x() - 2.5, c.y() - 2.5);
    shackle.arcTo(QRectF(c.x() - 2.5, c.y() - 5.5, 5.0, 5.5), 180.0, -180.0);
    if (locked)
        shackle.lineTo(c.x() + 2.5, c.y() - 1.0);
    painter.setPen(QPen(locked ? colours.accent : colours.edge, 1.4));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(shackle);
    painter.setPen(Qt::NoPen);
    painter.setBrush(locked ? colours.accent : colours.edge);
    painter.drawRoundedRect(body, 1.2, 1.2);
}

} // namespace

void LatentRowPainter::setMetrics(const QFontMetrics& metrics, int digits)
{
    _height = std::max(20, metrics.height() + 5);
    _indexWidth = metrics.horizontalAdvance(QString(std::max(2, digits), QLatin1Char('0'))) + 2;
    _valueWidth = metrics.horizontalAdvance(QStringLiteral("-00.000")) + 4;
    forget();
}

int LatentRowPainter::leastWidth() const
{
    return margin + _indexWidth + gap + _lockWidth + gap + shortestBar + 2 * knobRadius + valueGap +
           _valueWidth + margin + 1;
}

QRect LatentRowPainter::indexRect(const QRect& row) const
{
    return {row.left() + margin, row.top(), _indexWidth, row.height()};
}

QRect LatentRowPainter::lockRect(const QRect& row) const
{
    return {indexRect(row).right() + gap, row.top(), _lockWidth, row.height()};
}

QRect LatentRowPainter::barRect(const QRect& row) const
{
    const int left = lockRect(row).right() + gap + knobRadius;
    const int right = valueRect(row).left() - valueGap - knobRadius;
    return {left, row.top(), std::max(shortestBar, right - left), row.height()};
}

QRect LatentRowPainter::valueRect(const QRect& row) const
{
    return {row.right() - margin - _valueWidth, row.top(), _valueWidth, row.height()};
}

double LatentRowPainter::valueAt(const QRect& bar, double x)
{
    const double share = (x - bar.left()) / std::max(1, bar.width());
    return std::clamp((share * 2.0 - 1.0) * latentReach, -latentReach, latentReach);
}

double LatentRowPainter::positionOf(const QRect& bar, double value)
{
    const double share = (std::clamp(value, -latentReach, latentReach) / latentReach + 1.0) / 2.0;
    return bar.left() + share * bar.width();
}

const QPixmap& LatentRowPainter::track(const QSize& size, double devicePixelRatio)
{
    const QSize pixels = (QSizeF(size) * devicePixelRatio).toSize();
    if (_track.size() == pixels)
        return _track;
    const Palette& colours = palette();
    _track = QPixmap(pixels);
    _track.setDevicePixelRatio(devicePixelRatio);
    _track.fill(Qt::transparent);
    QPainter painter(&_track);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath shape;
    shape.addRoundedRect(QRectF(QPointF(0, 0), QSizeF(size)), size.height() / 2.0, size.height() / 2.0);
    painter.fillPath(shape, colours.dark ? colours.window : colours.border.lighter(118));
    // The prior's density, so that it is seen which values are usual.
    QLinearGradient density(0.0, 0.0, size.width(), 0.0);
    for (int step = 0; step <= 16; ++step) {
        const double x = (step / 8.0 - 1.0) * latentReach;
        density.setColorAt(step / 16.0, withAlpha(colours.dimText, 0.42 * std::exp(-0.5 * x * x)));
    }
    painter.fillPath(shape, density);
    return _track;
}

void LatentRowPainter::paintBar(QPainter& painter, const QRect& bar, const LatentRow& content)
{
    const Palette& colours = palette();
    constexpr int thickness = 6;
    const int top = bar.center().y() - thickness / 2 + 1;
    const QRect trackRect(bar.left() - knobRadius, top, bar.width() + 2 * knobRadius, thickness);
    painter.drawPixmap(trackRect.topLeft(), track(trackRect.size(), painter.device()->devicePixelRatioF()));

    const double zero = positionOf(bar, 0.0);
    const double at = positionOf(bar, content.value);
    const double middle = top + thickness / 2.0;
    const QColor colour = content.locked ? colours.dimText : colours.accent;
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawRect(
        QRectF(QPointF(std::min(zero, at), top + 1.0), QPointF(std::max(zero, at), top + thickness - 1.0)));
    painter.setBrush(colours.dimText);
    painter.drawRect(QRectF(zero - 0.5, top - 2.0, 1.0, thickness + 4.0));
    painter.setBrush(colour);
    painter.setPen(QPen(colours.panel, 1.0));
    const double beyond =
        std::abs(double(content.value)) > latentReach ? (content.value > 0.0f ? 1.0 : -1.0) : 0.0;
    if (beyond == 0.0) {
        painter.drawEllipse(QPointF(at, middle), knobRadius, knobRadius);
    } else {
        const double r = knobRadius;
        const QPointF arrow[3] = {
            {at + beyond * r, middle}, {at - beyond * r, middle - r}, {at - beyond * r, middle + r}};
        painter.drawConvexPolygon(arrow, 3);
    }
}

void LatentRowPainter::paint(QPainter& painter, const QRect& row, const LatentRow& content)
{
    const Palette& colours = palette();
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (content.current) {
        painter.fillRect(row, withAlpha(colours.accent, content.focused ? 0.18 : 0.08));
        if (content.focused)
            painter.fillRect(QRect(row.left(), row.top(), 2, row.height()), colours.accent);
    } else if (content.hovered) {
        painter.fillRect(row, withAlpha(colours.text, 0.05));
    }
    if (content.effect >= 0.0f) {
        const QRect index = indexRect(row);
        const int width = int(std::lround(double(content.effect) * (index.width() + margin)));
        painter.fillRect(QRect(row.left(), row.bottom() - 1, width, 2), withAlpha(colours.accent, 0.7));
    }
    painter.setPen(content.current ? colours.text : colours.dimText);
    painter.drawText(indexRect(row), Qt::AlignRight | Qt::AlignVCenter,
                     QString::number(content.dimension + 1));
    painter.setPen(content.value == 0.0f ? colours.dimText : colours.text);
    painter.drawText(valueRect(row), Qt::AlignRight | Qt::AlignVCenter,
                     decimalText(double(content.value), 3));
    painter.setRenderHint(QPainter::Antialiasing);
    if (_lockWidth > 0)
        paintLock(painter, lockRect(row), content.locked);
    paintBar(painter, barRect(row), content);
}

} // namespace flipside
