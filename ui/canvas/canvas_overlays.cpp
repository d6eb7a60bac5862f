// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas.h"
#include "ui/pictures/canvas_images.h"
#include "ui/style/theme.h"

#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace flipside {
namespace {

/// Device pixels of a picture's pixel from which on lines between them do not drown it.
constexpr double smallestGridScale = 6.0;
constexpr double loupeRadius = 76.0;
/// Pixels of the picture across the loupe, where the canvas does not enlarge them as much itself.
constexpr double mostPixelsAcross = 9.0;
/// Against the picture on the canvas, as far as the loupe has room for it.
constexpr double leastMagnification = 2.0;

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

QImage Canvas::imageAt(std::size_t pane, QPointF point) const
{
    const auto regularIf = [this](bool regular) { return regular ? _regularShown : _creativeShown; };
    switch (_view) {
    case CanvasView::SideBySide:
        return regularIf(pane == 0);
    case CanvasView::Split:
        return regularIf(point.x() < dividerX());
    case CanvasView::Difference:
        return _difference;
    case CanvasView::Single:
        return regularIf(_showsRegular || _peeking);
    case CanvasView::OnionSkin:
        return mixedImage(_regularShown, _creativeShown, _divider);
    }
    return {};
}

QString Canvas::valueAt(const QImage& image, QPoint place) const
{
    const auto number = [](double value) { return QLocale().toString(value, 'f', 2); };
    if (_view == CanvasView::Difference) {
        const QColor more = _creative.pixelColor(place);
        const QColor less = _regular.pixelColor(place);
        const auto difference = [&](int a, int b) {
            return (a < b ? QStringLiteral("−") : QStringLiteral("+")) + number(std::abs(a - b) / 255.0);
        };
        if (_creative.format() == QImage::Format_Grayscale8)
            return difference(more.red(), less.red());
        return tr("red %1, green %2, blue %3")
            .arg(difference(more.red(), less.red()), difference(more.green(), less.green()),
                 difference(more.blue(), less.blue()));
    }
    const QColor colour = image.pixelColor(place);
    const bool grey = colour.red() == colour.green() && colour.green() == colour.blue();
    return grey ? number(colour.redF()) : colour.name();
}

void Canvas::paintLoupe(QPainter& painter) const
{
    if (!_loupe || !_pointerPlace)
        return;
    const QPointF cursor = *_pointerPlace;
    const std::vector<QRectF> areas = panes();
    for (std::size_t pane = 0; pane < areas.size(); ++pane) {
        const QRectF picture = pictureRect(int(pane)).intersected(areas[pane]);
        const QImage image = imageAt(pane, cursor);
        if (!picture.contains(cursor) || image.isNull())
            continue;
        const QRectF whole = pictureRect(int(pane));
        const QPointF at((cursor.x() - whole.left()) / whole.width() * image.width(),
                         (cursor.y() - whole.top()) / whole.height() * image.height());
        const double pixel =
            std::max(2.0 * loupeRadius / mostPixelsAcross,
                     std::min(leastMagnification * whole.width() / image.width(), loupeRadius));
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

        const QString text =
            tr("column %1, row %2: %3").arg(place.x() + 1).arg(place.y() + 1).arg(valueAt(image, place));
        QRectF label = QRectF(painter.fontMetrics().boundingRect(text)).adjusted(-7.0, -4.0, 7.0, 4.0);
        label.moveCenter(cursor + QPointF(0.0, loupeRadius + label.height() / 2.0 + 4.0));
        if (label.bottom() > rect().bottom())
            label.moveBottom(cursor.y() - loupeRadius - 4.0);
        label.moveLeft(std::clamp(label.left(), 0.0, std::max(0.0, width() - label.width())));
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
