// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/channel_map.h"

#include "ui/pictures/fitted_picture.h"
#include "ui/style/theme.h"
#include "ui/words/numbers.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <utility>

namespace flipside {
namespace {

constexpr int largestSide = 240;
constexpr int smallestSide = 96;

} // namespace

ChannelMap::ChannelMap(QWidget* parent) : QWidget(parent)
{
    setMouseTracking(true);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Where on its map the neuron is on"));
}

QSize ChannelMap::sizeHint() const
{
    return {largestSide, heightForWidth(largestSide)};
}

QSize ChannelMap::minimumSizeHint() const
{
    return {smallestSide, heightForWidth(smallestSide)};
}

int ChannelMap::heightForWidth(int width) const
{
    const int side = std::min(width, largestSide);
    // Most maps are square, and so is the place of one that is still to come.
    const bool isWide = _map.height < _map.width;
    return isWide ? std::max(1, side * _map.height / _map.width) : side;
}

void ChannelMap::setMap(const Image& map, MapScale scale)
{
    const bool keepsShape = map.height == _map.height && map.width == _map.width;
    _map = map;
    _scale = scale;
    _picture = MapColours().image(_map.pixels, _map.height, _map.width, _scale);
    if (!keepsShape)
        updateGeometry();
    update();
}

void ChannelMap::setFlippedCells(std::vector<Cell> cells)
{
    _flipped = std::move(cells);
    update();
}

QRectF ChannelMap::mapRect() const
{
    return fittedPicture(_picture.size(), QRectF(rect()).adjusted(1.0, 1.0, -1.0, -1.0), devicePixelRatioF());
}

QRectF ChannelMap::cellRect(Cell cell) const
{
    const QRectF map = mapRect();
    const double w = map.width() / std::max(1, _map.width);
    const double h = map.height() / std::max(1, _map.height);
    return {map.left() + cell.column * w, map.top() + cell.row * h, w, h};
}

std::optional<Cell> ChannelMap::cellAt(QPointF position) const
{
    const QRectF map = mapRect();
    if (!map.contains(position))
        return {};
    return Cell{std::clamp(int((position.y() - map.top()) / map.height() * _map.height), 0, _map.height - 1),
                std::clamp(int((position.x() - map.left()) / map.width() * _map.width), 0, _map.width - 1)};
}

float ChannelMap::valueAt(Cell cell) const
{
    return _map.pixels[std::size_t(cell.row) * std::size_t(_map.width) + std::size_t(cell.column)];
}

void ChannelMap::paintEvent(QPaintEvent* /*event*/)
{
    if (_picture.isNull())
        return;
    QPainter painter(this);
    const Palette& colours = flipside::palette();
    const QRectF map = mapRect();
    painter.fillRect(map.adjusted(-1.0, -1.0, 1.0, 1.0), colours.border);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, map.width() * devicePixelRatioF() < _map.width);
    painter.drawImage(map, _picture);
    const auto frame = [&](Cell cell, const QColor& colour, double width) {
        painter.setPen(QPen(colour, width));
        painter.drawRect(cellRect(cell).adjusted(-0.5, -0.5, 0.5, 0.5));
    };
    for (const Cell& cell : _flipped)
        frame(cell, colours.flippedOn, 2.0);
    if (_hovered)
        frame(*_hovered, colours.selection, 1.0);
}

void ChannelMap::mousePressEvent(QMouseEvent* event)
{
    const auto cell = cellAt(event->position());
    if (cell && event->button() == Qt::LeftButton)
        emit cellClicked(*cell, valueAt(*cell) > _scale.threshold);
}

void ChannelMap::mouseMoveEvent(QMouseEvent* event)
{
    _hovered = cellAt(event->position());
    update();
}

void ChannelMap::leaveEvent(QEvent* event)
{
    _hovered.reset();
    update();
    QWidget::leaveEvent(event);
}

bool ChannelMap::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const auto cell = cellAt(help->pos()))
        QToolTip::showText(help->globalPos(),
                           tr("Row %1, column %2: %3. Click to flip this place alone.")
                               .arg(cell->row + 1)
                               .arg(cell->column + 1)
                               .arg(roundedText(double(valueAt(*cell)), 3)),
                           this);
    else
        QToolTip::hideText();
    return true;
}

void ChannelMap::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        setMap(_map, _scale);
}

} // namespace flipside
