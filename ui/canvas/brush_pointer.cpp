// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/brush_pointer.h"

#include "ui/canvas/region_brush.h"
#include "ui/style/theme.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace flipside {
namespace {

constexpr double keyStep = 0.02; // of the picture, for an arrow key
constexpr int sizeStep = 3;
constexpr float shadeOpacity = 0.45f;

} // namespace

void BrushPointer::press(QPointF place, bool other)
{
    _painting = true;
    moveTo(place);
    _brush.begin(place, other);
}

void BrushPointer::moveTo(QPointF place)
{
    _place = place;
    if (_painting)
        _brush.moveTo(place);
}

void BrushPointer::release()
{
    if (_painting)
        _brush.end();
    _painting = false;
}

void BrushPointer::leave()
{
    if (!_painting)
        forget();
}

bool BrushPointer::takeKey(const QKeyEvent& event)
{
    if (event.key() == Qt::Key_BracketLeft || event.key() == Qt::Key_BracketRight) {
        _brush.setSize(_brush.size() + (event.key() == Qt::Key_BracketLeft ? -sizeStep : sizeStep));
        return true;
    }
    const bool shift = event.modifiers().testFlag(Qt::ShiftModifier);
    QPointF place = _place.value_or(QPointF(0.5, 0.5));
    switch (event.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        _brush.begin(place, shift);
        _brush.end();
        break;
    case Qt::Key_Left:
        place.rx() -= keyStep;
        break;
    case Qt::Key_Right:
        place.rx() += keyStep;
        break;
    case Qt::Key_Up:
        place.ry() -= keyStep;
        break;
    case Qt::Key_Down:
        place.ry() += keyStep;
        break;
    default:
        return false;
    }
    if (shift && event.key() != Qt::Key_Return && event.key() != Qt::Key_Enter)
        return false; // moves the picture
    _place = QPointF(std::clamp(place.x(), 0.0, 1.0), std::clamp(place.y(), 0.0, 1.0));
    return true;
}

void BrushPointer::shade(QSize picture)
{
    _shade = {};
    if (!_brush.isActive() || picture.isEmpty() || !_brush.hasPlaces())
        return;
    const std::vector<float>& coverage = _coverage.of(_brush.places(), picture.height(), picture.width());
    _shade = QImage(picture, QImage::Format_ARGB32);
    QColor colour = palette().flippedOn;
    for (int y = 0; y < _shade.height(); ++y)
        for (int x = 0; x < _shade.width(); ++x) {
            colour.setAlphaF(shadeOpacity *
                             coverage[std::size_t(y) * std::size_t(_shade.width()) + std::size_t(x)]);
            _shade.setPixelColor(x, y, colour);
        }
}

void BrushPointer::paint(QPainter& painter, const std::vector<QRectF>& areas,
                         const std::vector<QRectF>& pictures) const
{
    const Palette& colours = palette();
    for (std::size_t pane = 0; pane < areas.size(); ++pane) {
        const QRectF& picture = pictures[pane];
        painter.save();
        painter.setClipRect(areas[pane].adjusted(-1.0, -1.0, 1.0, 1.0));
        // Beside each other the regular picture shows where, and the creative one stays clear.
        const bool isShaded = areas.size() > 1 ? pane == 0 : _painting;
        if (isShaded && !_shade.isNull()) {
            painter.setRenderHint(QPainter::SmoothPixmapTransform);
            painter.drawImage(picture, _shade);
        }
        if (_place) {
            const double radius =
                double(_brush.dabAt({}).radius) * std::max(picture.width(), picture.height());
            const QPointF centre(picture.left() + _place->x() * picture.width(),
                                 picture.top() + _place->y() * picture.height());
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(Qt::black, 3.0));
            painter.drawEllipse(centre, radius, radius);
            painter.setPen(QPen(_brush.erases() ? colours.flippedOff : QColor(Qt::white), 1.5));
            painter.drawEllipse(centre, radius, radius);
        }
        painter.restore();
    }
}

} // namespace flipside
