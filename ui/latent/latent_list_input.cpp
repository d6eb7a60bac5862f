// SPDX-License-Identifier: GPL-3.0-or-later
// What mouse, wheel and keyboard do to a LatentList.
#include "ui/latent/latent_list.h"

#include "ui/words/numbers.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace flipside {
namespace {

constexpr double ordinaryStep = 0.1;
constexpr double fineStep = 0.01;
constexpr double coarseStep = 0.5;
constexpr double pageStep = 1.0;
/// Values that are typed may leave the slider's reach, up to here.
constexpr double typedReach = 100.0;
/// While a list is being scrolled, the wheel goes on scrolling over whatever comes under the pointer.
constexpr qint64 scrollingMilliseconds = 400;

double stepFor(Qt::KeyboardModifiers modifiers)
{
    if (modifiers & Qt::ShiftModifier)
        return fineStep;
    return modifiers & Qt::ControlModifier ? coarseStep : ordinaryStep;
}

} // namespace

void LatentList::nudge(double step)
{
    if (dimensions() == 0)
        return;
    const int dimension = dimensionOf(_current);
    const double old = double(_shown[std::size_t(dimension)]);
    // A value that was typed beyond the reach may come back step by step, but not go further.
    const double reach = std::max(latentReach, std::abs(old));
    const double next = std::round((old + step) * 1000.0) / 1000.0;
    setValue(dimension, std::clamp(next, -reach, reach),
             _clock.name(QStringLiteral("latent-step-%1").arg(dimension)));
}

void LatentList::mousePressEvent(QMouseEvent* event)
{
    finishEdit(true);
    const int row = rowAt(event->position().toPoint().y());
    if (event->button() != Qt::LeftButton || row < 0 || row >= dimensions())
        return;
    makeCurrent(row);
    const int dimension = dimensionOf(row);
    const QPoint at = event->position().toPoint();
    if (_painter.lockRect(rowRect(row)).contains(at)) {
        toggleLock(dimension);
        return;
    }
    const QRect bar = _painter.barRect(rowRect(row)).adjusted(-8, 0, 8, 0);
    if (!bar.contains(at))
        return;
    Drag drag;
    drag.dimension = dimension;
    drag.gesture = QStringLiteral("latent-drag-%1").arg(++_drags);
    drag.lastX = event->position().x();
    drag.value = double(_shown[std::size_t(dimension)]);
    if (!(event->modifiers() & Qt::ShiftModifier))
        drag.value = LatentRowPainter::valueAt(_painter.barRect(rowRect(row)), drag.lastX);
    _drag = drag;
    setValue(dimension, drag.value, drag.gesture);
}

void LatentList::mouseMoveEvent(QMouseEvent* event)
{
    if (!_drag) {
        const int row = rowAt(event->position().toPoint().y());
        if (row != _hovered) {
            updateRow(_hovered);
            _hovered = row;
            updateRow(_hovered);
        }
        return;
    }
    const QRect bar = barRect(_drag->dimension);
    const double x = event->position().x();
    if (event->modifiers() & Qt::ShiftModifier) {
        const double perPixel = 2.0 * latentReach / std::max(1, bar.width());
        _drag->value += (x - _drag->lastX) * perPixel * 0.1;
        _drag->value = std::clamp(_drag->value, -latentReach, latentReach);
    } else {
        _drag->value = LatentRowPainter::valueAt(bar, x);
    }
    _drag->lastX = x;
    _drag->moved = true;
    setValue(_drag->dimension, _drag->value, _drag->gesture);
}

void LatentList::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !_drag)
        return;
    // A click without a move may be the first half of a double-click, which makes one step with it.
    if (_drag->moved)
        _document.endGesture();
    _drag.reset();
}

void LatentList::mouseDoubleClickEvent(QMouseEvent* event)
{
    const QPoint at = event->position().toPoint();
    const int row = rowAt(at.y());
    if (event->button() != Qt::LeftButton || row < 0 || row >= dimensions())
        return;
    const int dimension = dimensionOf(row);
    if (_painter.valueRect(rowRect(row)).contains(at)) {
        edit(dimension);
    } else if (_painter.barRect(rowRect(row)).adjusted(-8, 0, 8, 0).contains(at)) {
        setValue(dimension, 0.0, QStringLiteral("latent-drag-%1").arg(_drags));
        _document.endGesture();
    } else {
        mousePressEvent(event);
    }
}

void LatentList::wheelEvent(QWheelEvent* event)
{
    const int row = rowAt(event->position().toPoint().y());
    const bool scrolling = _sinceScroll.isValid() && _sinceScroll.elapsed() < scrollingMilliseconds;
    const bool overCurrentBar = row == _current && hasFocus() && row < dimensions() &&
                                _painter.barRect(rowRect(row)).contains(event->position().toPoint());
    const bool changes = event->modifiers() & Qt::ControlModifier;
    if (row < 0 || row >= dimensions() || (!changes && (scrolling || !overCurrentBar))) {
        _sinceScroll.start();
        QAbstractScrollArea::wheelEvent(event);
        return;
    }
    // Alt turns a wheel sideways on some desktops.
    const QPoint turn = event->angleDelta();
    _wheelRest += (turn.y() != 0 ? turn.y() : turn.x()) / 120.0;
    makeCurrent(row);
    nudge(_wheelRest * (event->modifiers() & Qt::ShiftModifier ? fineStep : ordinaryStep));
    _wheelRest = 0.0;
    event->accept();
}

void LatentList::keyPressEvent(QKeyEvent* event)
{
    if (dimensions() == 0) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    const int dimension = dimensionOf(_current);
    const int page = std::max(1, viewport()->height() / _painter.height() - 1);
    const bool control = event->modifiers() & Qt::ControlModifier;
    switch (event->key()) {
    case Qt::Key_Up:
        makeCurrent(_current - (control ? page : 1));
        break;
    case Qt::Key_Down:
        makeCurrent(_current + (control ? page : 1));
        break;
    case Qt::Key_Home:
        makeCurrent(0);
        break;
    case Qt::Key_End:
        makeCurrent(dimensions() - 1);
        break;
    case Qt::Key_Left:
        nudge(-stepFor(event->modifiers()));
        break;
    case Qt::Key_Right:
        nudge(stepFor(event->modifiers()));
        break;
    case Qt::Key_PageUp:
        nudge(pageStep);
        break;
    case Qt::Key_PageDown:
        nudge(-pageStep);
        break;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        setValue(dimension, 0.0, {});
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_F2:
        edit(dimension);
        break;
    case Qt::Key_L:
        toggleLock(dimension);
        break;
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void LatentList::edit(int dimension)
{
    finishEdit(true);
    makeCurrent(rowOf(dimension));
    _edited = dimension;
    _editor->setGeometry(valueRect(dimension).adjusted(-6, 0, 4, 0));
    _editor->setText(decimalText(double(_shown[std::size_t(dimension)]), 3));
    _editor->selectAll();
    _editor->show();
    _editor->setFocus();
}

void LatentList::finishEdit(bool accept)
{
    if (_edited < 0)
        return;
    const int dimension = _edited;
    _edited = -1;
    const QString text = _editor->text();
    const bool hadFocus = _editor->hasFocus();
    _editor->hide();
    if (hadFocus)
        setFocus();
    if (!accept || dimension >= dimensions())
        return;
    if (const std::optional<double> value = numberFrom(text))
        setValue(dimension, std::clamp(*value, -typedReach, typedReach), {});
}

bool LatentList::eventFilter(QObject* object, QEvent* event)
{
    if (object == _editor && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Escape) {
            finishEdit(key != Qt::Key_Escape);
            return true;
        }
    }
    if (object == _editor && event->type() == QEvent::FocusOut)
        finishEdit(true);
    return QAbstractScrollArea::eventFilter(object, event);
}

} // namespace flipside
