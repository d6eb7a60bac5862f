// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/preview_pane.h"

#include "ui/style/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace flipside {
namespace {

/// An arrow key moves the frame by this part of itself.
constexpr double keyStep = 0.25;

} // namespace

PreviewPane::PreviewPane(const QString& name, QWidget* parent) : QWidget(parent)
{
    setAccessibleName(name);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void PreviewPane::setPicture(const QImage& picture)
{
    _picture = picture;
    _picture.setDevicePixelRatio(devicePixelRatioF());
    update();
}

void PreviewPane::setFrame(const QRectF& frame)
{
    _frame = frame;
    setFocusPolicy(frame.isNull() ? Qt::NoFocus : Qt::StrongFocus);
    setCursor(frame.isNull() ? Qt::ArrowCursor : Qt::CrossCursor);
    update();
}

QSize PreviewPane::deviceSize() const
{
    return (QSizeF(size()) * devicePixelRatioF()).toSize().expandedTo({1, 1});
}

QRectF PreviewPane::place() const
{
    const QSizeF size = _picture.deviceIndependentSize();
    return {QPointF(int((width() - size.width()) / 2.0), int((height() - size.height()) / 2.0)), size};
}

void PreviewPane::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const Palette& colours = flipside::palette();
    painter.fillRect(rect(), colours.window);
    if (_picture.isNull())
        return;
    const QRectF where = place();
    painter.drawImage(where.topLeft(), _picture);
    if (!_frame.isNull()) {
        const QRectF frame(where.left() + _frame.left() * where.width(),
                           where.top() + _frame.top() * where.height(), _frame.width() * where.width(),
                           _frame.height() * where.height());
        // Dark and light, so that it is seen on every picture.
        painter.setPen(QPen(Qt::black, 3.0));
        painter.drawRect(frame.adjusted(1.0, 1.0, -1.0, -1.0));
        painter.setPen(QPen(Qt::white, 1.0));
        painter.drawRect(frame.adjusted(1.0, 1.0, -1.0, -1.0));
    }
    if (hasFocus()) {
        painter.setPen(QPen(colours.accent, 2.0));
        painter.drawRect(QRectF(rect()).adjusted(1.0, 1.0, -1.0, -1.0));
    }
}

void PreviewPane::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    emit resized();
}

void PreviewPane::mousePressEvent(QMouseEvent* event)
{
    const QRectF where = place();
    if (_frame.isNull() || !(event->buttons() & Qt::LeftButton) || where.isEmpty())
        return;
    const QPointF from = event->position() - where.topLeft();
    emit placeChosen(
        {std::clamp(from.x() / where.width(), 0.0, 1.0), std::clamp(from.y() / where.height(), 0.0, 1.0)});
}

void PreviewPane::mouseMoveEvent(QMouseEvent* event)
{
    mousePressEvent(event);
}

void PreviewPane::keyPressEvent(QKeyEvent* event)
{
    QPointF step;
    switch (event->key()) {
    case Qt::Key_Left:
        step.setX(-keyStep);
        break;
    case Qt::Key_Right:
        step.setX(keyStep);
        break;
    case Qt::Key_Up:
        step.setY(-keyStep);
        break;
    case Qt::Key_Down:
        step.setY(keyStep);
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    if (!_frame.isNull())
        emit placeChosen(_frame.center() + QPointF(step.x() * _frame.width(), step.y() * _frame.height()));
}

} // namespace flipside
