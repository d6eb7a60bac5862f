// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/neurons/neuron_heatmap.h"

#include "ui/document/display_names.h"
#include "ui/words/numbers.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace flipside {
namespace {

/// Names strokes apart, so that each becomes an undo step of its own.
QString nextStrokeName()
{
    static int count = 0;
    return QStringLiteral("stroke-%1").arg(++count);
}

bool contains(const std::vector<int>& units, int unit)
{
    return std::find(units.begin(), units.end(), unit) != units.end();
}

} // namespace

NeuronHeatmap::NeuronHeatmap(Document& document, std::shared_ptr<const NeuronLookup> lookup, int layer,
                             QWidget* parent)
    : NeuronGrid(document, std::move(lookup), layer, parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Neurons of %1").arg(layerTitle(this->lookup().model().card, layer)));
}

std::vector<int> NeuronHeatmap::chosen() const
{
    if (!selection().empty())
        return selection();
    const int unit = focusedUnit();
    return unit < 0 ? std::vector<int>{} : std::vector<int>{unit};
}

void NeuronHeatmap::select(std::vector<int> units)
{
    setSelection(std::move(units));
    emit selectionMade(layer());
}

void NeuronHeatmap::mousePressEvent(QMouseEvent* event)
{
    const QPoint at = event->position().toPoint();
    if (event->button() != Qt::LeftButton)
        return;
    const int unit = unitAt(at);
    if (header().contains(at)) {
        emit enlargeRequested(layer());
    } else if (event->modifiers() & Qt::ShiftModifier) {
        _rectangleBase = event->modifiers() & Qt::ControlModifier ? selection() : std::vector<int>{};
        selectRectangle(QRect(at, QSize(1, 1)));
    } else if (unit < 0) {
        select({});
    } else if (event->modifiers() & Qt::ControlModifier) {
        toggle(unit);
    } else {
        press(unit, at);
    }
}

void NeuronHeatmap::press(int unit, QPoint position)
{
    const auto flip = document().flipOf({layer(), unit});
    if (!flip)
        return;
    select({});
    _painting = Painting{*flip, nextStrokeName(), {unit}, position};
    document().flip(layer(), _painting->units, *flip, _painting->gesture);
    document().setSelected(NeuronRef{layer(), unit});
}

void NeuronHeatmap::toggle(int unit)
{
    std::vector<int> units = selection();
    if (std::erase(units, unit) == 0)
        units.push_back(unit);
    document().setSelected(NeuronRef{layer(), unit});
    select(std::move(units));
}

void NeuronHeatmap::paintTo(QPoint position)
{
    // A fast pointer skips cells: walk its way in steps shorter than a cell.
    const QPoint way = position - _painting->last;
    const double stride = std::max(1.0, cellSide() / 2.0);
    const int steps = std::max(1, int(std::ceil(std::max(std::abs(way.x()), std::abs(way.y())) / stride)));
    bool grown = false;
    for (int step = 1; step <= steps; ++step) {
        const int unit = unitAt(_painting->last + way * step / steps);
        if (unit < 0 || contains(_painting->units, unit))
            continue;
        _painting->units.push_back(unit);
        grown = true;
    }
    _painting->last = position;
    if (grown)
        document().flip(layer(), _painting->units, _painting->flip, _painting->gesture);
}

void NeuronHeatmap::selectRectangle(const QRect& rectangle)
{
    const QRect area = rectangle.normalized();
    std::vector<int> units = _rectangleBase;
    std::vector<bool> taken(std::size_t(this->units()), false);
    for (const int unit : units)
        taken[std::size_t(unit)] = true;
    for (const int unit : order())
        if (!taken[std::size_t(unit)] && cellRect(unit).intersects(area))
            units.push_back(unit);
    setSelection(std::move(units));
    setRectangle(rectangle);
}

void NeuronHeatmap::mouseMoveEvent(QMouseEvent* event)
{
    const QPoint at = event->position().toPoint();
    if (rectangle()) {
        selectRectangle(QRect(rectangle()->topLeft(), at));
        return;
    }
    if (_painting)
        paintTo(at);
    const bool overHeader = header().contains(at);
    setHeaderHovered(overHeader);
    setCursor(overHeader ? Qt::PointingHandCursor : Qt::ArrowCursor);
    const int unit = unitAt(at);
    document().setHovered(unit < 0 ? std::nullopt : std::optional(NeuronRef{layer(), unit}));
}

void NeuronHeatmap::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    if (_painting) {
        _painting.reset();
        document().endGesture();
    }
    if (rectangle()) {
        setRectangle({});
        if (!selection().empty())
            document().setSelected(NeuronRef{layer(), selection().front()});
        emit selectionMade(layer());
    }
}

void NeuronHeatmap::leaveEvent(QEvent* event)
{
    NeuronGrid::leaveEvent(event);
    setHeaderHovered(false);
    document().setHovered({});
}

void NeuronHeatmap::moveFocus(int slot, bool select)
{
    const int unit = order()[std::size_t(std::clamp(slot, 0, units() - 1))];
    std::vector<int> selected;
    if (select) {
        selected = selection();
        for (const int candidate : {focusedUnit(), unit})
            if (candidate >= 0 && !contains(selected, candidate))
                selected.push_back(candidate);
    }
    document().setSelected(NeuronRef{layer(), unit});
    this->select(std::move(selected));
}

void NeuronHeatmap::flipChosen()
{
    const std::vector<int> units = chosen();
    if (units.empty())
        return;
    const auto flip = document().flipOf({layer(), units.front()});
    if (flip)
        document().flip(layer(), units, *flip);
}

bool NeuronHeatmap::moveByKey(const QKeyEvent& event)
{
    const int focused = focusedUnit();
    const int slot = focused < 0 ? -1 : slotOf(focused);
    const bool select = event.modifiers() & Qt::ShiftModifier;
    switch (event.key()) {
    case Qt::Key_Left:
    case Qt::Key_Right: {
        const int step = event.key() == Qt::Key_Right ? 1 : -1;
        if (event.modifiers() & Qt::ControlModifier)
            emit neighbourRequested(layer(), step);
        else
            moveFocus(slot + step, select);
        return true;
    }
    case Qt::Key_Up:
        // At the edge of the grid the focus stays where it is.
        if (slot >= columns())
            moveFocus(slot - columns(), select);
        return true;
    case Qt::Key_Down:
        if (slot + columns() < units())
            moveFocus(slot < 0 ? 0 : slot + columns(), select);
        return true;
    case Qt::Key_Home:
        moveFocus(0, select);
        return true;
    case Qt::Key_End:
        moveFocus(units() - 1, select);
        return true;
    default:
        return false;
    }
}

void NeuronHeatmap::keyPressEvent(QKeyEvent* event)
{
    if (units() == 0 || moveByKey(*event))
        return;
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        flipChosen();
        return;
    case Qt::Key_Plus:
    case Qt::Key_Equal: // Plus without Shift on many keyboards
        document().flip(layer(), chosen(), Flip::On);
        return;
    case Qt::Key_Minus:
        document().flip(layer(), chosen(), Flip::Off);
        return;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        document().flip(layer(), chosen(), Flip::Release);
        return;
    case Qt::Key_E:
        emit enlargeRequested(layer());
        return;
    case Qt::Key_Z:
        if (isEnlarged())
            setZoom(zoom() >= 4 ? 1 : 2 * zoom());
        return;
    case Qt::Key_Escape:
        if (!selection().empty()) {
            select({});
            return;
        }
        if (isEnlarged()) {
            emit enlargeRequested(layer());
            return;
        }
        break;
    default:
        break;
    }
    NeuronGrid::keyPressEvent(event);
}

void NeuronHeatmap::wheelEvent(QWheelEvent* event)
{
    const int steps = event->angleDelta().y() / QWheelEvent::DefaultDeltasPerStep;
    if (isEnlarged() && event->modifiers() & Qt::ControlModifier)
        setZoom(zoom() + steps, event->position().toPoint());
    else if (scrollBar().isVisible())
        scrollBar().event(event);
    else
        event->ignore();
}

void NeuronHeatmap::contextMenuEvent(QContextMenuEvent* event)
{
    int unit = focusedUnit();
    QPoint position = event->globalPos();
    if (event->reason() == QContextMenuEvent::Mouse)
        unit = unitAt(event->pos());
    else if (unit >= 0)
        position = mapToGlobal(cellRect(unit).bottomRight());
    if (unit < 0)
        return;
    if (!contains(selection(), unit))
        select({});
    document().setSelected(NeuronRef{layer(), unit});
    emit menuRequested(layer(), unit, position);
}

void NeuronHeatmap::focusInEvent(QFocusEvent* event)
{
    NeuronGrid::focusInEvent(event);
    const bool byKey = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason ||
                       event->reason() == Qt::ShortcutFocusReason;
    // A neuron that is selected elsewhere stays so: the keyboard may only be passing by.
    if (byKey && !document().selected() && units() > 0)
        document().setSelected(NeuronRef{layer(), order().front()});
    update();
}

void NeuronHeatmap::focusOutEvent(QFocusEvent* event)
{
    NeuronGrid::focusOutEvent(event);
    update();
}

QString NeuronHeatmap::toolTip(int unit) const
{
    QStringList lines{neuronTitle(lookup().model().card, layer(), unit)};
    if (lookup().isDead(layer(), unit))
        lines << tr("Dead: never on, whatever was tried");
    else if (const LayerProfile* profile = lookup().profile(layer()))
        lines << tr("On for %1 of the training data")
                     .arg(percentText(double(profile->percentActivation[std::size_t(unit)]), 1));
    if (lookup().isLowActive(layer(), unit))
        lines << lookup().lowActiveMeaning(layer());
    return lines.join(QLatin1Char('\n'));
}

bool NeuronHeatmap::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        // The window zooms with these keys; here, with the keyboard on the neurons, they flip.
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool plain = !(key->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
        if (plain &&
            (key->key() == Qt::Key_Plus || key->key() == Qt::Key_Minus || key->key() == Qt::Key_Equal)) {
            event->accept();
            return true;
        }
    }
    if (event->type() != QEvent::ToolTip)
        return NeuronGrid::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int unit = unitAt(help->pos());
    if (unit >= 0)
        QToolTip::showText(help->globalPos(), toolTip(unit), this, cellRect(unit));
    else if (header().contains(help->pos()))
        QToolTip::showText(help->globalPos(),
                           isEnlarged() ? tr("Show all layers (E)") : tr("Enlarge this layer (E)"), this,
                           header());
    else
        QToolTip::hideText();
    return true;
}

} // namespace flipside
