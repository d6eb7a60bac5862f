// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pictures/picture_grid.h"

#include "ui/style/theme.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace flipside {
namespace {

constexpr int gridEdge = 3; // a frame around a frame
constexpr int cellGap = 2 * gridEdge;
constexpr double frameGap = 1.0; // dark frames do not run into dark pictures
constexpr int blinkMilliseconds = 150;
constexpr double agedOpacity = 0.35;

/// As large as it fits: small pictures in small cells would be tiny at whole multiples of their size.
QRectF filledPlace(QSize picture, const QRect& room)
{
    const QSizeF size = QSizeF(picture).scaled(QSizeF(room.size()), Qt::KeepAspectRatio);
    return {QPointF(room.x() + (room.width() - size.width()) / 2.0,
                    room.y() + (room.height() - size.height()) / 2.0),
            size};
}

} // namespace

PictureGrid::PictureGrid(QWidget* parent) : QWidget(parent), _cells(1)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    _blink.setSingleShot(true);
    connect(&_blink, &QTimer::timeout, this, qOverload<>(&QWidget::update));
}

void PictureGrid::setShape(int columns, int rows)
{
    _columns = columns;
    _rows = rows;
    _cells.assign(std::size_t(columns) * std::size_t(rows), Cell());
    _marked.clear();
    _current = 0;
    _pressed = -1;
    _hovered = underMouse() ? cellAt(mapFromGlobal(QCursor::pos())) : -1;
    updatePointed();
    update();
}

void PictureGrid::setPicture(int cell, const QImage& picture)
{
    _cells[std::size_t(cell)] = {picture};
    update(cellRect(cell));
}

void PictureGrid::setText(int cell, const QString& text)
{
    _cells[std::size_t(cell)].text = text;
    if (cell == _current)
        setAccessibleDescription(text);
}

void PictureGrid::age()
{
    for (Cell& cell : _cells)
        cell.aged = true;
    _blink.start(blinkMilliseconds);
}

void PictureGrid::dropAged()
{
    for (Cell& cell : _cells)
        if (cell.aged)
            cell = {};
    update();
}

void PictureGrid::setNothing(const QString& sentence)
{
    if (sentence == _nothing)
        return;
    _nothing = sentence;
    setAccessibleDescription(sentence);
    update();
}

void PictureGrid::setMarked(std::set<int> cells)
{
    _marked = std::move(cells);
    update();
}

int PictureGrid::cellSide() const
{
    const int across = (width() - 2 * gridEdge + cellGap) / _columns - cellGap;
    const int down = (height() - 2 * gridEdge + cellGap) / _rows - cellGap;
    return std::max(1, std::min(across, down));
}

QRect PictureGrid::cellRect(int cell) const
{
    const int side = cellSide();
    const int step = side + cellGap;
    const int left = (width() - step * _columns + cellGap) / 2;
    const int top = (height() - step * _rows + cellGap) / 2;
    return {left + cell % _columns * step, top + cell / _columns * step, side, side};
}

int PictureGrid::cellAt(QPoint position) const
{
    for (int cell = 0; cell < count(); ++cell)
        if (cellRect(cell).contains(position))
            return cell;
    return -1;
}

int PictureGrid::pointed() const
{
    if (!_nothing.isEmpty())
        return -1;
    if (_keyboardLeads && hasFocus())
        return _current;
    return _hovered;
}

void PictureGrid::updatePointed()
{
    if (std::exchange(_pointed, pointed()) == pointed())
        return;
    update();
    emit pointedChanged();
}

void PictureGrid::setCurrent(int cell)
{
    _current = std::clamp(cell, 0, count() - 1);
    setAccessibleDescription(cellText(_current));
    updatePointed();
    update();
}

void PictureGrid::setHovered(int cell)
{
    _hovered = cell;
    _keyboardLeads = false;
    updatePointed();
}

void PictureGrid::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const Palette& colours = flipside::palette();
    if (!_nothing.isEmpty()) {
        painter.setPen(colours.dimText);
        painter.drawText(rect().adjusted(24, 8, -24, -8), Qt::AlignCenter | Qt::TextWordWrap, _nothing);
        return;
    }
    for (int cell = 0; cell < count(); ++cell)
        paintCell(painter, cell, cell == pointed());
    painter.setBrush(Qt::NoBrush);
    const auto frame = [&](int cell, const QColor& colour, double distance, double width) {
        QPen pen(colour, width);
        pen.setJoinStyle(Qt::MiterJoin);
        painter.setPen(pen);
        const double away = distance + width / 2.0;
        painter.drawRect(QRectF(cellRect(cell)).adjusted(-away, -away, away, away));
    };
    for (const int cell : _marked)
        frame(cell, colours.accent, 0.0, 2.0);
    // What is marked stays to be seen as such under the keyboard and the mouse.
    if (hasFocus())
        frame(_current, colours.selection, frameGap, _marked.contains(_current) ? 1.0 : 2.0);
    if (pointed() >= 0 && !(hasFocus() && pointed() == _current))
        frame(pointed(), colours.selection, frameGap, 1.0);
}

void PictureGrid::paintCell(QPainter& painter, int cell, bool isPointed)
{
    const QRect room = cellRect(cell);
    painter.fillRect(room, flipside::palette().window);
    const Cell& own = _cells[std::size_t(cell)];
    if (own.picture.isNull())
        return;
    QImage shown = isPointed ? pointedPicture(cell) : QImage();
    if (shown.isNull())
        shown = own.picture;
    const QRectF place = filledPlace(shown.size(), room);
    const double zoom = place.width() * devicePixelRatioF() / shown.width();
    painter.setRenderHint(QPainter::SmoothPixmapTransform, zoom != std::floor(zoom));
    painter.setOpacity(own.aged && !_blink.isActive() ? agedOpacity : 1.0);
    painter.drawImage(place, shown);
    painter.setOpacity(1.0);
}

void PictureGrid::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !_nothing.isEmpty())
        return;
    _pressed = cellAt(event->pos());
    setHovered(_pressed);
    if (_pressed >= 0)
        setCurrent(_pressed);
}

void PictureGrid::mouseMoveEvent(QMouseEvent* event)
{
    setHovered(cellAt(event->pos()));
}

void PictureGrid::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    // Who slides off the cell has changed their mind.
    const int cell = std::exchange(_pressed, -1);
    if (cell >= 0 && cell == cellAt(event->pos()))
        emit clicked(cell, event->modifiers());
}

void PictureGrid::mouseDoubleClickEvent(QMouseEvent* event)
{
    const int cell = cellAt(event->pos());
    if (event->button() == Qt::LeftButton && cell >= 0 && _nothing.isEmpty())
        emit doubleClicked(cell);
}

void PictureGrid::leaveEvent(QEvent* event)
{
    _hovered = -1;
    updatePointed();
    QWidget::leaveEvent(event);
}

void PictureGrid::keyPressEvent(QKeyEvent* event)
{
    int next = _current;
    switch (event->key()) {
    case Qt::Key_Left:
        next -= 1;
        break;
    case Qt::Key_Right:
        next += 1;
        break;
    case Qt::Key_Up:
        next -= _current >= _columns ? _columns : 0;
        break;
    case Qt::Key_Down:
        next += _current + _columns < count() ? _columns : 0;
        break;
    case Qt::Key_Home:
        next = 0;
        break;
    case Qt::Key_End:
        next = count() - 1;
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (_nothing.isEmpty())
            emit confirmed(_current);
        return;
    case Qt::Key_Space:
        if (_nothing.isEmpty())
            emit toggled(_current);
        return;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    _keyboardLeads = true;
    setCurrent(next);
}

void PictureGrid::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    if (event->reason() != Qt::MouseFocusReason)
        setCurrent(_current);
    update();
}

void PictureGrid::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    updatePointed();
    update();
}

bool PictureGrid::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int cell = _nothing.isEmpty() ? cellAt(help->pos()) : -1;
    const QString text = cell < 0 ? QString() : cellText(cell);
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), text, this, cellRect(cell));
    return true;
}

} // namespace flipside
