// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas.h"
#include "ui/style/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace flipside {
namespace {

constexpr double keyStep = 0.02; // of the picture, for an arrow key
constexpr int sizeStep = 3;
constexpr float shadeOpacity = 0.45f;

} // namespace

QPointF Canvas::sharesAt(QPointF position) const
{
    const std::vector<QRectF> areas = panes();
    const QRectF area = paneAt(position);
    const auto pane = int(std::find(areas.begin(), areas.end(), area) - areas.begin());
    const QRectF picture = pictureRect(pane);
    return {(position.x() - picture.left()) / picture.width(),
            (position.y() - picture.top()) / picture.height()};
}

bool Canvas::pressBrush(const QMouseEvent& event)
{
    const bool right = event.button() == Qt::RightButton;
    if (!_brush.isActive() || _creative.isNull() || (!right && event.button() != Qt::LeftButton))
        return false;
    _pointer = Pointer::Paint;
    moveBrush(event.position());
    _brush.begin(*_brushPoint, right);
    return true;
}

void Canvas::moveBrush(QPointF position)
{
    _brushPoint = sharesAt(position);
    if (_pointer == Pointer::Paint)
        _brush.moveTo(*_brushPoint);
    update();
}

bool Canvas::keyBrush(const QKeyEvent& event)
{
    if (!_brush.isActive())
        return false;
    if (event.key() == Qt::Key_BracketLeft || event.key() == Qt::Key_BracketRight) {
        _brush.setSize(_brush.size() + (event.key() == Qt::Key_BracketLeft ? -sizeStep : sizeStep));
        return true;
    }
    const bool shift = event.modifiers().testFlag(Qt::ShiftModifier);
    QPointF point = _brushPoint.value_or(QPointF(0.5, 0.5));
    switch (event.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        _brush.begin(point, shift);
        _brush.end();
        break;
    case Qt::Key_Left:
        point.rx() -= keyStep;
        break;
    case Qt::Key_Right:
        point.rx() += keyStep;
        break;
    case Qt::Key_Up:
        point.ry() -= keyStep;
        break;
    case Qt::Key_Down:
        point.ry() += keyStep;
        break;
    default:
        return false;
    }
    if (shift && event.key() != Qt::Key_Return && event.key() != Qt::Key_Enter)
        return false; // moves the picture
    _brushPoint = QPointF(std::clamp(point.x(), 0.0, 1.0), std::clamp(point.y(), 0.0, 1.0));
    update();
    return true;
}

void Canvas::takePlaces()
{
    _places = {};
    if (_brush.isActive() && !_creative.isNull() && _brush.hasPlaces()) {
        const std::vector<float>& coverage =
            _placesCoverage.of(_brush.places(), pictureSize().height(), pictureSize().width());
        _places = QImage(pictureSize(), QImage::Format_ARGB32);
        QColor colour = flipside::palette().flippedOn;
        for (int y = 0; y < _places.height(); ++y)
            for (int x = 0; x < _places.width(); ++x) {
                colour.setAlphaF(shadeOpacity *
                                 coverage[std::size_t(y) * std::size_t(_places.width()) + std::size_t(x)]);
                _places.setPixelColor(x, y, colour);
            }
    }
    update();
}

void Canvas::paintBrush(QPainter& painter) const
{
    if (!_brush.isActive() || _creative.isNull())
        return;
    const std::vector<QRectF> areas = panes();
    const Palette& colours = flipside::palette();
    for (int pane = 0; pane < int(areas.size()); ++pane) {
        const QRectF picture = pictureRect(pane);
        painter.save();
        painter.setClipRect(areas[std::size_t(pane)].adjusted(-1.0, -1.0, 1.0, 1.0));
        // Beside each other the regular picture shows where, and the creative one stays clear.
        const bool shaded = areas.size() > 1 ? pane == 0 : _pointer == Pointer::Paint;
        if (shaded && !_places.isNull()) {
            painter.setRenderHint(QPainter::SmoothPixmapTransform);
            painter.drawImage(picture, _places);
        }
        if (_brushPoint) {
            const double radius =
                double(_brush.dabAt({}).radius) * std::max(picture.width(), picture.height());
            const QPointF centre(picture.left() + _brushPoint->x() * picture.width(),
                                 picture.top() + _brushPoint->y() * picture.height());
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
