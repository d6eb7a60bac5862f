// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/encoding/crop_view.h"

#include "ui/style/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace flipside {
namespace {

constexpr double smallestPart = 0.02; ///< of the largest one
constexpr double cropMargin = 6.0;    ///< around the picture, for what a corner's handle stands out
constexpr double gripReach = 11.0;    ///< this near to a corner it is the corner that is dragged
constexpr double gripLength = 12.0;
constexpr double cropStep = 0.02; ///< of the picture's shorter side, for an arrow key
constexpr double fineCropStep = 0.002;
constexpr double cropGrowth = 1.06; ///< for plus and minus, and for a step of the wheel
constexpr double wheelNotch = 120.0;

} // namespace

CropView::CropView(QImage picture, QSize shape, QWidget* parent)
    : QWidget(parent), _picture(std::move(picture)), _shape(shape)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("The part of the picture that is used"));
    setAccessibleDescription(
        tr("Arrow keys move it, with Shift in small steps; plus and minus resize it; Home takes the most."));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QRectF CropView::pictureRect() const
{
    const QRectF room = QRectF(rect()).adjusted(cropMargin, cropMargin, -cropMargin, -cropMargin);
    const QSizeF size = QSizeF(_picture.size()).scaled(room.size(), Qt::KeepAspectRatio);
    QRectF place(QPointF(), size);
    place.moveCenter(room.center());
    return place;
}

QSizeF CropView::largestPart() const
{
    return QSizeF(_shape).scaled(pictureRect().size(), Qt::KeepAspectRatio);
}

QRectF CropView::cropRect() const
{
    const QRectF picture = pictureRect();
    QRectF part(QPointF(), largestPart() * _crop.size);
    part.moveCenter(picture.topLeft() +
                    QPointF(_crop.centreX * picture.width(), _crop.centreY * picture.height()));
    return part;
}

void CropView::setCrop(Crop crop)
{
    crop.size = std::clamp(crop.size, smallestPart, 1.0);
    const QSizeF picture = pictureRect().size();
    const QSizeF part = largestPart() * crop.size;
    const auto inside = [](double centre, double length, double whole) {
        const double half = whole > 0.0 ? std::min(0.5, length / whole / 2.0) : 0.5;
        return std::clamp(centre, half, 1.0 - half);
    };
    crop.centreX = inside(crop.centreX, part.width(), picture.width());
    crop.centreY = inside(crop.centreY, part.height(), picture.height());
    if (crop == _crop)
        return;
    _crop = crop;
    update();
    emit cropChanged(_crop);
}

std::optional<CropView::Grip> CropView::gripAt(QPointF place) const
{
    const QRectF part = cropRect();
    const double reach = std::min(gripReach, std::min(part.width(), part.height()) / 3.0);
    for (const int x : {-1, 1})
        for (const int y : {-1, 1}) {
            const QPointF corner(x < 0 ? part.left() : part.right(), y < 0 ? part.top() : part.bottom());
            const QPointF offset = corner - place;
            if (std::max(std::abs(offset.x()), std::abs(offset.y())) <= reach)
                return Grip{x, y, offset};
        }
    if (part.contains(place))
        return Grip{0, 0, part.center() - place};
    return {};
}

void CropView::move(double x, double y)
{
    Crop crop = _crop;
    crop.centreX += x;
    crop.centreY += y;
    setCrop(crop);
}

void CropView::moveCentreTo(QPointF place)
{
    const QRectF picture = pictureRect();
    Crop crop = _crop;
    crop.centreX = (place.x() - picture.left()) / picture.width();
    crop.centreY = (place.y() - picture.top()) / picture.height();
    setCrop(crop);
}

void CropView::moveCornerTo(QPointF place)
{
    const QRectF picture = pictureRect();
    const QRectF part = cropRect();
    const QSizeF largest = largestPart();
    const QPointF fixed(_grip->x < 0 ? part.right() : part.left(), _grip->y < 0 ? part.bottom() : part.top());
    // The opposite corner stays, so there is room up to the picture's edge.
    const double roomX = _grip->x < 0 ? fixed.x() - picture.left() : picture.right() - fixed.x();
    const double roomY = _grip->y < 0 ? fixed.y() - picture.top() : picture.bottom() - fixed.y();
    const double wanted = std::max((place.x() - fixed.x()) * _grip->x / largest.width(),
                                   (place.y() - fixed.y()) * _grip->y / largest.height());
    const double most = std::min({1.0, roomX / largest.width(), roomY / largest.height()});
    Crop crop = _crop;
    crop.size = std::clamp(wanted, std::min(smallestPart, most), most);
    const QSizeF size = largest * crop.size;
    crop.centreX = (fixed.x() + _grip->x * size.width() / 2.0 - picture.left()) / picture.width();
    crop.centreY = (fixed.y() + _grip->y * size.height() / 2.0 - picture.top()) / picture.height();
    setCrop(crop);
}

void CropView::showCursor(QPointF place)
{
    const std::optional<Grip> grip = _grip ? _grip : gripAt(place);
    if (!grip)
        setCursor(pictureRect().contains(place) ? Qt::CrossCursor : Qt::ArrowCursor);
    else if (grip->x == 0)
        setCursor(_grip ? Qt::ClosedHandCursor : Qt::OpenHandCursor);
    else
        setCursor(grip->x == grip->y ? Qt::SizeFDiagCursor : Qt::SizeBDiagCursor);
}

void CropView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) {
        QWidget::mousePressEvent(event);
        return;
    }
    _grip = gripAt(event->position());
    if (!_grip && pictureRect().contains(event->position())) {
        // Beside the part: it comes to the pointer, and goes on with it.
        _grip = Grip{};
        moveCentreTo(event->position());
    }
    showCursor(event->position());
}

void CropView::mouseMoveEvent(QMouseEvent* event)
{
    if (_grip && _grip->x == 0)
        moveCentreTo(event->position() + _grip->offset);
    else if (_grip)
        moveCornerTo(event->position() + _grip->offset);
    showCursor(event->position());
}

void CropView::mouseReleaseEvent(QMouseEvent* event)
{
    _grip.reset();
    showCursor(event->position());
}

void CropView::mouseDoubleClickEvent(QMouseEvent* /*event*/)
{
    _grip.reset();
    setCrop({});
}

void CropView::wheelEvent(QWheelEvent* event)
{
    Crop crop = _crop;
    crop.size *= std::pow(cropGrowth, event->angleDelta().y() / wheelNotch);
    setCrop(crop);
    event->accept();
}

void CropView::keyPressEvent(QKeyEvent* event)
{
    const double step = event->modifiers() & Qt::ShiftModifier ? fineCropStep : cropStep;
    const QSizeF picture = pictureRect().size();
    const double side = std::min(picture.width(), picture.height()) * step;
    Crop crop = _crop;
    switch (event->key()) {
    case Qt::Key_Left:
        move(-side / picture.width(), 0.0);
        break;
    case Qt::Key_Right:
        move(side / picture.width(), 0.0);
        break;
    case Qt::Key_Up:
        move(0.0, -side / picture.height());
        break;
    case Qt::Key_Down:
        move(0.0, side / picture.height());
        break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        crop.size *= cropGrowth;
        setCrop(crop);
        break;
    case Qt::Key_Minus:
        crop.size /= cropGrowth;
        setCrop(crop);
        break;
    case Qt::Key_Home:
        setCrop({});
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

const QPixmap& CropView::scaledPicture()
{
    const double ratio = devicePixelRatioF();
    const QSize size = (pictureRect().size() * ratio).toSize().expandedTo({1, 1});
    if (_scaled.size() != size) {
        _scaled = QPixmap::fromImage(_picture.scaled(
            size, Qt::IgnoreAspectRatio,
            size.width() > 4 * _picture.width() ? Qt::FastTransformation : Qt::SmoothTransformation));
        _scaled.setDevicePixelRatio(ratio);
    }
    return _scaled;
}

void CropView::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF picture = pictureRect();
    const QRectF part = cropRect();
    painter.drawPixmap(picture, scaledPicture(), QRectF(QPointF(), QSizeF(_scaled.size())));
    QPainterPath outside;
    outside.addRect(picture);
    outside.addRect(part);
    painter.fillPath(outside, QColor(0, 0, 0, 165));

    // Dark under light: seen on every picture.
    const QColor light = hasFocus() ? paletteOf(ThemeChoice::Dark).accent : QColor(Qt::white);
    painter.setPen(QPen(QColor(0, 0, 0, 150), 3.0));
    painter.drawRect(part);
    painter.setPen(QPen(light, 1.4));
    painter.drawRect(part);
    const double length = std::min(gripLength, part.width() / 3.0);
    for (const double width : {5.0, 3.0}) {
        painter.setPen(QPen(width > 4.0 ? QColor(0, 0, 0, 150) : light, width, Qt::SolidLine, Qt::SquareCap));
        for (const int x : {-1, 1})
            for (const int y : {-1, 1}) {
                const QPointF corner(x < 0 ? part.left() : part.right(), y < 0 ? part.top() : part.bottom());
                painter.drawLine(corner, corner - QPointF(x * length, 0.0));
                painter.drawLine(corner, corner - QPointF(0.0, y * length));
            }
    }
}

} // namespace flipside
