// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/neurons/neuron_grid.h"

#include "ui/document/display_names.h"
#include "ui/style/theme.h"

#include <QEvent>
#include <QLocale>
#include <QPaintEvent>
#include <QPainter>
#include <QRegularExpression>
#include <QScrollBar>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace flipside {
namespace {

constexpr int textMargin = 1;
constexpr int iconMargin = 3;

/// Its first letter and its last number: "H 1". Whole where it has not both, as then nothing would tell it
/// from others.
QString initial(const QString& name)
{
    static const QRegularExpression lastNumber(QStringLiteral("\\d+(?=\\D*$)"));
    const QString number = lastNumber.match(name).captured();
    return number.isEmpty() || !name[0].isLetter() ? name
                                                   : NeuronGrid::tr("%1 %2").arg(name.first(1), number);
}

} // namespace

NeuronGrid::NeuronGrid(Document& document, std::shared_ptr<const NeuronLookup> lookup, int layer,
                       QWidget* parent)
    : QWidget(parent), _document(document), _lookup(std::move(lookup)), _layer(layer),
      _scrollBar(new QScrollBar(Qt::Vertical, this))
{
    _scrollBar->hide();
    _scrollBar->setFocusPolicy(Qt::NoFocus);
    connect(_scrollBar, &QScrollBar::valueChanged, this, qOverload<>(&QWidget::update));
    setAttribute(Qt::WA_OpaquePaintEvent);
    _cells.resize(std::size_t(_lookup->units(layer)));
    std::vector<int> order(_cells.size());
    std::iota(order.begin(), order.end(), 0);
    setOrder(std::move(order));
    connect(&_document, &Document::hoveredChanged, this, &NeuronGrid::takeHovered);
    connect(&_document, &Document::selectedChanged, this, &NeuronGrid::takeSelected);
    computeCells();
    takeSelected();
}

QRect NeuronGrid::header() const
{
    return {0, 0, width(), headerHeight(fontMetrics())};
}

void NeuronGrid::setOrder(std::vector<int> order)
{
    _order = std::move(order);
    _slotOf.assign(_order.size(), 0);
    for (std::size_t slot = 0; slot < _order.size(); ++slot)
        _slotOf[std::size_t(_order[slot])] = int(slot);
    drawCells(true);
}

void NeuronGrid::setEnlarged(bool enlarged)
{
    _enlarged = enlarged;
    if (!enlarged) {
        setMaps({});
        setZoom(1);
    }
    update(header());
}

void NeuronGrid::fitGrid()
{
    _scale = devicePixelRatioF();
    const QSizeF area(width() * _scale, (height() - header().height()) * _scale);
    _grid = CellGrid::fitted(int(_cells.size()), area.toSize());
    if (_zoom > 1 && _grid.columns > 0) {
        const int room = int(area.width()) - int(_scrollBar->sizeHint().width() * _scale);
        _grid.columns = std::clamp(room / (_grid.cell.width() * _zoom), 1, _grid.count);
        _grid.rows = (_grid.count + _grid.columns - 1) / _grid.columns;
        _grid.cell *= _zoom;
        _grid.gap *= _zoom;
    }
    placeScrollBar();
    _image = QImage(_grid.size(), QImage::Format_RGB32);
    drawCells(true);
}

void NeuronGrid::refresh()
{
    const int before = _onCount;
    computeCells();
    drawCells(false);
    if (_onCount != before)
        update(header());
}

void NeuronGrid::redraw()
{
    _brush = CellBrush();
    computeCells();
    drawCells(true);
}

void NeuronGrid::computeCells()
{
    const auto rendering = _document.rendering();
    const auto k = std::size_t(_layer);
    const std::vector<float>* values = nullptr;
    if (rendering && k < rendering->activations.size() && rendering->activations[k].size() == _cells.size())
        values = &rendering->activations[k];
    _onCount = 0;
    for (std::size_t j = 0; j < _cells.size(); ++j) {
        NeuronCell cell;
        const int unit = int(j);
        const bool isOn = values && rendering->isOn(_layer, unit);
        if (isOn) {
            ++_onCount;
            cell.state = CellState::On;
            cell.strength = _lookup->strength(_layer, unit, (*values)[j]);
        } else if (_lookup->isDead(_layer, unit)) {
            cell.state = CellState::Dead;
        }
        cell.lowActive = _lookup->isLowActive(_layer, unit);
        _cells[j] = cell;
    }
    const std::string& id = _lookup->model().card.layers[k].id;
    for (const Edit& edit : _document.recipe().edits) {
        if (edit.layer != id || edit.unit < 0 || std::size_t(edit.unit) >= _cells.size())
            continue;
        const bool on = edit.action == EditAction::On || (edit.action == EditAction::Value &&
                                                          _lookup->isOn(_layer, edit.value.value_or(0.0f)));
        _cells[std::size_t(edit.unit)].state = on ? CellState::FlippedOn : CellState::FlippedOff;
    }
    for (const int unit : _selection)
        _cells[std::size_t(unit)].selected = true;
}

void NeuronGrid::drawCells(bool all)
{
    if (_image.isNull())
        return;
    if (all) {
        _image.fill(_brush.background());
        _drawn.clear();
    }
    if (_maps) {
        // There may be many more than are in sight: each is drawn when it is exposed.
        _drawn.clear();
        update();
        return;
    }
    const bool fresh = _drawn.size() != _order.size();
    _drawn.resize(_order.size());
    const int shown = std::min(_grid.count, int(_order.size()));
    QRect changed;
    for (int slot = 0; slot < shown; ++slot) {
        const NeuronCell& cell = _cells[std::size_t(_order[std::size_t(slot)])];
        if (!fresh && cell == _drawn[std::size_t(slot)])
            continue;
        _drawn[std::size_t(slot)] = cell;
        const QRect rect = _grid.rect(slot);
        _brush.draw(_image, rect, _grid.gap, cell);
        changed |= rect;
    }
    if (fresh) {
        update();
    } else if (!changed.isEmpty()) {
        const QRectF logical(changed.x() / _scale, changed.y() / _scale, changed.width() / _scale,
                             changed.height() / _scale);
        update(logical.toAlignedRect().translated(0, header().height() - scrolled()));
    }
}

QRect NeuronGrid::cellRect(int unit) const
{
    if (unit < 0 || std::size_t(unit) >= _slotOf.size())
        return {};
    const QRect pixels = _grid.rect(_slotOf[std::size_t(unit)]);
    const QRectF logical(pixels.x() / _scale, pixels.y() / _scale, pixels.width() / _scale,
                         pixels.height() / _scale);
    return logical.translated(0, header().height() - scrolled()).toRect();
}

int NeuronGrid::unitAt(QPoint position) const
{
    if (position.y() < header().height() || position.x() < 0)
        return -1;
    const QPointF pixel = QPointF(position - QPoint(0, header().height() - scrolled())) * _scale;
    const int slot = _grid.slotAt({int(pixel.x()), int(pixel.y())});
    return slot < 0 || std::size_t(slot) >= _order.size() ? -1 : _order[std::size_t(slot)];
}

QString NeuronGrid::headerText(HeaderForm form, int on) const
{
    const ModelCard& card = _lookup->model().card;
    const LayerInfo& info = card.layers[std::size_t(_layer)];
    const QLocale locale;
    switch (form) {
    case HeaderForm::Full:
        return tr("%1 · %2 of %3 on")
            .arg(layerTitle(card, _layer), locale.toString(on), locale.toString(info.units));
    case HeaderForm::Count:
        return tr("%1 · %2 on").arg(layerName(info), locale.toString(on));
    case HeaderForm::Name:
        break;
    case HeaderForm::Initial:
        return initial(layerName(info));
    }
    return layerName(info);
}

int NeuronGrid::iconSide() const
{
    // Odd, as it has a middle.
    return (fontMetrics().height() * 3 / 5) | 1;
}

int NeuronGrid::roomBesideIcon() const
{
    return width() - iconSide() - iconMargin - 2 * textMargin;
}

HeaderForm NeuronGrid::fullestHeader() const
{
    const int all = int(_cells.size());
    for (const HeaderForm form : {HeaderForm::Full, HeaderForm::Count, HeaderForm::Name})
        if (fontMetrics().horizontalAdvance(headerText(form, all)) <= roomBesideIcon())
            return form;
    return HeaderForm::Initial;
}

void NeuronGrid::setHeaderForm(HeaderForm form)
{
    if (form == _headerForm)
        return;
    _headerForm = form;
    update(header());
}

void NeuronGrid::paintHeader(QPainter& painter)
{
    const Palette& colours = flipside::palette();
    const QRect area = header();
    const QString text = headerText();
    painter.setPen(hasFocus() || _headerHovered ? colours.text : colours.dimText);
    painter.drawText(area.adjusted(textMargin, 0, 0, -2), Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(text, Qt::ElideRight, width() - 2 * textMargin));
    if (hasFocus())
        painter.fillRect(QRect(area.left(), area.bottom() - 1, area.width(), 1), colours.accent);
    // The name goes before the sign: a click on it enlarges too.
    if (fontMetrics().horizontalAdvance(text) <= roomBesideIcon())
        paintIcon(painter);
}

void NeuronGrid::paintIcon(QPainter& painter) const
{
    // Two corners pointing apart: enlarge; pointing together: back.
    const Palette& colours = flipside::palette();
    const QRect area = header();
    const int size = iconSide();
    const QRect icon(area.right() - size - iconMargin, area.center().y() - size / 2 - 1, size, size);
    painter.setPen(QPen(_headerHovered ? colours.accent : colours.dimText, 1.0));
    const QPoint topRight =
        _enlarged ? QPoint(icon.center().x() + 1, icon.center().y() - 1) : icon.topRight();
    const QPoint bottomLeft =
        _enlarged ? QPoint(icon.center().x() - 1, icon.center().y() + 1) : icon.bottomLeft();
    const int arm = _enlarged ? -size / 2 : size / 2;
    painter.drawLine(topRight, topRight + QPoint(-arm, 0));
    painter.drawLine(topRight, topRight + QPoint(0, arm));
    painter.drawLine(bottomLeft, bottomLeft + QPoint(arm, 0));
    painter.drawLine(bottomLeft, bottomLeft + QPoint(0, -arm));
}

void NeuronGrid::paintFrame(QPainter& painter, int unit, const QColor& colour, double width) const
{
    const QRect pixels = _grid.rect(_slotOf[std::size_t(unit)]);
    // Around the cell, so that what it says stays readable; the dark line sets the frame off from its
    // neighbours.
    const QRectF cell = QRectF(pixels).adjusted(0, 0, -_grid.gap, -_grid.gap);
    const auto frame = [&](double distance, double pen, const QColor& paint) {
        QPen line(paint, pen);
        line.setJoinStyle(Qt::MiterJoin);
        painter.setPen(line);
        painter.drawRect(cell.adjusted(-distance, -distance, distance, distance));
    };
    frame(width + 0.5, 1.0, flipside::palette().panel);
    frame(width / 2.0, width, colour);
}

void NeuronGrid::paintEvent(QPaintEvent* event)
{
    if (_scale != devicePixelRatioF())
        fitGrid();
    const Palette& colours = flipside::palette();
    QPainter painter(this);
    painter.fillRect(event->rect(), colours.panel);
    if (event->rect().intersects(header()))
        paintHeader(painter);
    if (_image.isNull())
        return;
    // One image pixel is one device pixel: whatever the scaling, cells have sharp edges.
    painter.setClipRect(rect().adjusted(0, header().height(), 0, 0));
    painter.translate(0, header().height() - scrolled());
    painter.scale(1.0 / _scale, 1.0 / _scale);
    const QTransform device = painter.deviceTransform();
    painter.translate(std::round(device.dx()) - device.dx(), std::round(device.dy()) - device.dy());
    const QRectF exposed = painter.transform().inverted().mapRect(QRectF(event->rect()));
    const QRect part = exposed.toAlignedRect() & _image.rect();
    if (_maps)
        drawMaps(part);
    if (!part.isEmpty())
        painter.drawImage(part.topLeft(), _image, part);
    painter.setBrush(Qt::NoBrush);
    if (_selectedHere)
        paintFrame(painter, *_selectedHere, hasFocus() ? colours.accent : colours.selection,
                   std::max(1.0, std::round(2.0 * _scale)));
    if (_hoveredHere && _hoveredHere != _selectedHere)
        paintFrame(painter, *_hoveredHere, colours.selection, std::max(1.0, std::round(_scale)));
    if (_rectangle) {
        painter.resetTransform();
        const QRect area = _rectangle->normalized();
        QColor tint = colours.accent;
        tint.setAlphaF(0.2f);
        painter.fillRect(area, tint);
        painter.setPen(colours.accent);
        painter.drawRect(area.adjusted(0, 0, -1, -1));
    }
}

void NeuronGrid::setSelection(std::vector<int> units)
{
    if (units == _selection)
        return;
    _selection = std::move(units);
    computeCells();
    drawCells(false);
}

int NeuronGrid::focusedUnit() const
{
    const auto selected = _document.selected();
    return selected && selected->layer == _layer ? selected->unit : -1;
}

void NeuronGrid::takeHovered()
{
    const auto hovered = _document.hovered();
    std::optional<int> here;
    if (hovered && hovered->layer == _layer)
        here = hovered->unit;
    if (here == _hoveredHere)
        return;
    for (const auto& unit : {_hoveredHere, here})
        if (unit)
            update(frameRect(*unit));
    _hoveredHere = here;
}

void NeuronGrid::takeSelected()
{
    const int unit = focusedUnit();
    const std::optional<int> here = unit < 0 ? std::nullopt : std::optional(unit);
    if (here == _selectedHere)
        return;
    for (const auto& changed : {_selectedHere, here})
        if (changed)
            update(frameRect(*changed));
    _selectedHere = here;
    if (here)
        showUnit(*here);
}

void NeuronGrid::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitGrid();
}

double NeuronGrid::cellSide() const
{
    return std::min(_grid.cell.width(), _grid.cell.height()) / _scale;
}

void NeuronGrid::setHeaderHovered(bool hovered)
{
    if (hovered == _headerHovered)
        return;
    _headerHovered = hovered;
    update(header());
}

void NeuronGrid::setRectangle(std::optional<QRect> rectangle)
{
    _rectangle = rectangle;
    update();
}

void NeuronGrid::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        redraw();
    else if (event->type() == QEvent::FontChange)
        fitGrid();
}

} // namespace flipside
