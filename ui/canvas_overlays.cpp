// SPDX-License-Identifier: GPL-3.0-or-later
#include "canvas.h"
#include "theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace flipside {
namespace {

/// Device pixels of a picture's pixel from which on lines between them do not drown it.
constexpr double smallestGridScale = 6.0;
constexpr double loupeRadius = 76.0;
/// Pixels of the picture across the loupe.
constexpr double pixelsAcross = 9.0;

} // namespace

void Canvas::setGrid(bool grid)
{
    _grid = grid;
    update();
}

void Canvas::setLoupe(bool loupe)
{
    _loupe = loupe;
    update();
}

void Canvas::setColourMap(const ColourMap& map)
{
    _colourMap = map;
    takePictures();
}

void Canvas::showActualPixels()
{
    _zoom.setScale(1.0);
    update();
}

void Canvas::paintGrid(QPainter& painter) const
{
    if (!_grid || scale() < smallestGridScale)
        return;
    QColor line = flipside::palette().border;
    line.setAlphaF(0.7f);
    painter.setPen(QPen(line, 1.0 / devicePixelRatioF()));
    const std::vector<QRectF> areas = panes();
    for (std::size_t pane = 0; pane < areas.size(); ++pane) {
        const QRectF picture = pictureRect(int(pane));
        painter.save();
        painter.setClipRect(areas[pane], Qt::IntersectClip);
        for (int x = 1; x < pictureSize().width(); ++x) {
            const double at = picture.left() + picture.width() * x / pictureSize().width();
            painter.drawLine(QPointF(at, picture.top()), QPointF(at, picture.bottom()));
        }
        for (int y = 1; y < pictureSize().height(); ++y) {
            const double at = picture.top() + picture.height() * y / pictureSize().height();
            painter.drawLine(QPointF(picture.left(), at), QPointF(picture.right(), at));
        }
        painter.restore();
    }
}

const QImage& Canvas::imageAt(std::size_t pane) const
{
    if (_view == CanvasView::Difference)
        return _difference;
    const bool regular = _view == CanvasView::Single && (_showsRegular || _peeking);
    return regular || (_view == CanvasView::SideBySide && pane == 0) ? _regularShown : _creativeShown;
}

void Canvas::paintLoupe(QPainter& painter) const
{
    if (!_loupe || !_pointerPlace)
        return;
    const QPointF cursor = *_pointerPlace;
    const std::vector<QRectF> areas = panes();
    for (std::size_t pane = 0; pane < areas.size(); ++pane) {
        const QRectF picture = pictureRect(int(pane)).intersected(areas[pane]);
        const QImage& image = imageAt(pane);
        if (!picture.contains(cursor) || image.isNull())
            continue;
        const QRectF whole = pictureRect(int(pane));
        const QPointF at((cursor.x() - whole.left()) / whole.width() * image.width(),
                         (cursor.y() - whole.top()) / whole.height() * image.height());
        const double pixel = 2.0 * loupeRadius / pixelsAcross;
        const QRectF enlarged(cursor - at * pixel, QSizeF(image.size()) * pixel);
        QPainterPath circle;
        circle.addEllipse(cursor, loupeRadius, loupeRadius);
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.fillPath(circle, flipside::palette().window);
        painter.setClipPath(circle);
        painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
        painter.drawImage(enlarged, image);
        const QPoint place(std::clamp(int(at.x()), 0, image.width() - 1),
                           std::clamp(int(at.y()), 0, image.height() - 1));
        painter.setPen(QPen(flipside::palette().accent, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(enlarged.topLeft() + QPointF(place) * pixel, QSizeF(pixel, pixel)));
        painter.setClipping(false);
        painter.setPen(QPen(flipside::palette().border, 2.0));
        painter.drawEllipse(cursor, loupeRadius, loupeRadius);

        const QColor colour = image.pixelColor(place);
        const bool grey = colour.red() == colour.green() && colour.green() == colour.blue();
        const QString value = grey ? QStringLiteral("%L1").arg(colour.redF(), 0, 'f', 2) : colour.name();
        const QString text = tr("column %1, row %2: %3").arg(place.x() + 1).arg(place.y() + 1).arg(value);
        QRectF label = QRectF(painter.fontMetrics().boundingRect(text)).adjusted(-7.0, -4.0, 7.0, 4.0);
        label.moveCenter(cursor + QPointF(0.0, loupeRadius + label.height() / 2.0 + 4.0));
        if (label.bottom() > rect().bottom())
            label.moveBottom(cursor.y() - loupeRadius - 4.0);
        painter.setPen(Qt::NoPen);
        painter.setBrush(flipside::palette().panel);
        painter.drawRoundedRect(label, 4.0, 4.0);
        painter.setPen(flipside::palette().text);
        painter.drawText(label, Qt::AlignCenter, text);
        painter.restore();
        return;
    }
}

} // namespace flipside
