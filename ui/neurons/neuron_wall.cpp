// SPDX-License-Identifier: GPL-3.0-or-later
// The part of NeuronGrid that shows an enlarged layer's channels as a wall of their maps.
#include "ui/neurons/neuron_grid.h"
#include "ui/pictures/map_image.h"
#include "ui/style/theme.h"

#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace flipside {
namespace {

/// The image of all cells is kept whole.
constexpr qint64 mostPixels = qint64{1} << 24;
constexpr int mostZoom = 8;

} // namespace

void NeuronGrid::setMaps(std::shared_ptr<const LayerMaps> maps)
{
    if (maps == _maps)
        return;
    _maps = std::move(maps);
    drawCells(true);
}

void NeuronGrid::drawMaps(const QRect& exposed)
{
    const OpenedModel& model = _lookup->model();
    const auto k = std::size_t(_layer);
    const LayerProfile* profile = _lookup->profile(_layer);
    MapScale scale{model.offValues[k], model.thresholds[k], 0.0f};
    const MapColours colours;
    const int shown = std::min(_grid.count, int(_order.size()));
    for (int slot = 0; slot < shown; ++slot) {
        const QRect rect = _grid.rect(slot);
        const int unit = _order[std::size_t(slot)];
        if (!rect.intersects(exposed) || std::size_t(unit) >= _cells.size())
            continue;
        scale.full = profile ? profile->maximum[std::size_t(unit)] : scale.threshold;
        _brush.drawPicture(_image, rect, _grid.gap, _cells[std::size_t(unit)],
                           colours.image(_maps->map(unit), _maps->height, _maps->width, scale));
    }
}

void NeuronGrid::setZoom(int zoom, std::optional<QPoint> anchor)
{
    zoom = std::clamp(zoom, 1, mostZoom);
    const qint64 fitted = qint64(width() * _scale) * qint64(height() * _scale);
    while (zoom > 1 && fitted * zoom * zoom > mostPixels)
        --zoom;
    if (zoom == _zoom)
        return;
    const int unit = anchor ? unitAt(*anchor) : focusedUnit();
    _zoom = zoom;
    fitGrid();
    if (unit >= 0)
        scrollTo(unit, anchor ? anchor->y() : height() / 2);
}

void NeuronGrid::placeScrollBar()
{
    const int room = height() - header().height();
    const int all = int(std::ceil(_grid.size().height() / _scale));
    _scrollBar->setVisible(_zoom > 1 && all > room);
    _scrollBar->setGeometry(width() - _scrollBar->sizeHint().width(), header().height(),
                            _scrollBar->sizeHint().width(), room);
    _scrollBar->setPageStep(room);
    _scrollBar->setSingleStep(int(std::ceil(_grid.cell.height() / _scale)));
    _scrollBar->setRange(0, std::max(0, all - room));
}

void NeuronGrid::scrollTo(int unit, int y)
{
    const QRect cell = cellRect(unit).translated(0, scrolled() - header().height());
    _scrollBar->setValue(cell.center().y() - (y - header().height()));
}

void NeuronGrid::showUnit(int unit)
{
    if (!_scrollBar->isVisible() || unit < 0)
        return;
    const QRect cell = cellRect(unit);
    if (cell.top() < header().height())
        scrollTo(unit, header().height() + cell.height() / 2 + 2);
    else if (cell.bottom() > height())
        scrollTo(unit, height() - cell.height() / 2 - 2);
}

int NeuronGrid::scrolled() const
{
    return _scrollBar->value();
}

} // namespace flipside
