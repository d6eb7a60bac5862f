// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas_overlays.h"

#include "ui/canvas/canvas.h"
#include "ui/style/theme.h"
#include "ui/words/numbers.h"

#include <QColor>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace flipside {
namespace {

constexpr double loupeRadius = 76.0;
/// Pixels of the picture across the loupe, where the canvas does not enlarge them as much itself.
constexpr double mostPixelsAcross = 9.0;
/// Against the picture on the canvas, as far as the loupe has room for it.
constexpr double leastMagnification = 2.0;

QString number(double value)
{
    return decimalText(value, 2);
}

} // namespace

void paintPixelGrid(QPainter& painter, QSize pixels, const QRectF& picture, const QRectF& area,
                    double lineWidth)
{
    QColor line = palette().border;
    line.setAlphaF(0.7f);
    painter.save();
    painter.setPen(QPen(line, lineWidth));
    painter.setClipRect(area, Qt::IntersectClip);
    for (int x = 1; x < pixels.width(); ++x) {
        const double at = picture.left() + picture.width() * x / pixels.width();
        painter.drawLine(QPointF(at, picture.top()), QPointF(at, picture.bottom()));
    }
    for (int y = 1; y < pixels.height(); ++y) {
        const double at = picture.top() + picture.height() * y / pixels.height();
        painter.drawLine(QPointF(picture.left(), at), QPointF(picture.right(), at));
    }
    painter.restore();
}

QString colourText(const QColor& colour)
{
    const bool isGrey = colour.red() == colour.green() && colour.green() == colour.blue();
    return isGrey ? number(colour.redF()) : colour.name();
}

QString differenceText(const QColor& more, const QColor& less, bool isGrey)
{
    const auto difference = [](int a, int b) { return signedText((a - b) / 255.0, 2); };
    if (isGrey)
        return difference(more.red(), less.red());
    return Canvas::tr("red %1, green %2, blue %3")
        .arg(difference(more.red(), less.red()), difference(more.green(), less.green()),
             difference(more.blue(), less.blue()));
}

void paintLoupe(QPainter& painter, QPointF cursor, const QImage& image, const QRectF& picture,
                const QRectF& bounds, const std::function<QString(QPoint)>& valueAt)
{
    const QPointF at((cursor.x() - picture.left()) / picture.width() * image.width(),
                     (cursor.y() - picture.top()) / picture.height() * image.height());
    const double pixel =
        std::max(2.0 * loupeRadius / mostPixelsAcross,
                 std::min(leastMagnification * picture.width() / image.width(), loupeRadius));
    const QRectF enlarged(cursor - at * pixel, QSizeF(image.size()) * pixel);
    QPainterPath circle;
    circle.addEllipse(cursor, loupeRadius, loupeRadius);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(circle, palette().window);
    painter.setClipPath(circle);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.drawImage(enlarged, image);
    const QPoint place(std::clamp(int(at.x()), 0, image.width() - 1),
                       std::clamp(int(at.y()), 0, image.height() - 1));
    painter.setPen(QPen(palette().accent, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(enlarged.topLeft() + QPointF(place) * pixel, QSizeF(pixel, pixel)));
    painter.setClipping(false);
    painter.setPen(QPen(palette().border, 2.0));
    painter.drawEllipse(cursor, loupeRadius, loupeRadius);

    const QString text =
        Canvas::tr("column %1, row %2: %3").arg(place.x() + 1).arg(place.y() + 1).arg(valueAt(place));
    QRectF label = QRectF(painter.fontMetrics().boundingRect(text)).adjusted(-7.0, -4.0, 7.0, 4.0);
    label.moveCenter(cursor + QPointF(0.0, loupeRadius + label.height() / 2.0 + 4.0));
    if (label.bottom() > bounds.bottom())
        label.moveBottom(cursor.y() - loupeRadius - 4.0);
    label.moveLeft(std::clamp(label.left(), 0.0, std::max(0.0, bounds.width() - label.width())));
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette().panel);
    painter.drawRoundedRect(label, 4.0, 4.0);
    painter.setPen(palette().text);
    painter.drawText(label, Qt::AlignCenter, text);
    painter.restore();
}

} // namespace flipside
