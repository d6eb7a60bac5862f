// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/neurons/neuron_cells.h"

#include "ui/style/theme.h"

#include <algorithm>
#include <cmath>

namespace flipside {
namespace {

/// Smaller cells have no room for gaps, outlines and signs.
constexpr int smallestDetailed = 4;

void fill(QImage& image, const QRect& rect, QRgb colour)
{
    const QRect inside = rect & image.rect();
    for (int y = inside.top(); y <= inside.bottom(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        std::fill(line + inside.left(), line + inside.right() + 1, colour);
    }
}

void outline(QImage& image, const QRect& rect, int width, QRgb colour)
{
    fill(image, {rect.left(), rect.top(), rect.width(), width}, colour);
    fill(image, {rect.left(), rect.bottom() - width + 1, rect.width(), width}, colour);
    fill(image, {rect.left(), rect.top(), width, rect.height()}, colour);
    fill(image, {rect.right() - width + 1, rect.top(), width, rect.height()}, colour);
}

void hatch(QImage& image, const QRect& rect, QRgb colour)
{
    const QRect inside = rect & image.rect();
    const int spacing = std::max(4, std::min(rect.width(), rect.height()) / 2);
    for (int y = inside.top(); y <= inside.bottom(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = inside.left(); x <= inside.right(); ++x)
            if ((x - rect.left() + y - rect.top()) % spacing == spacing - 1)
                line[x] = colour;
    }
}

QColor mixed(const QColor& a, const QColor& b, double share)
{
    const auto channel = [share](int x, int y) { return int(std::lround(x + (y - x) * share)); };
    return {channel(a.red(), b.red()), channel(a.green(), b.green()), channel(a.blue(), b.blue())};
}

/// A bar's thickness that leaves equal margins on both sides of it.
int centred(int length, int thickness)
{
    return (length - thickness) % 2 == 0 ? thickness : thickness + 1;
}

void sign(QImage& image, const QRect& rect, bool plus, QRgb colour)
{
    const int shorter = std::min(rect.width(), rect.height());
    const int margin = std::max(1, shorter / 5);
    const int across = centred(rect.height(), std::max(1, shorter / 6));
    fill(image,
         {rect.left() + margin, rect.top() + (rect.height() - across) / 2, rect.width() - 2 * margin, across},
         colour);
    if (!plus)
        return;
    const int upright = centred(rect.width(), std::max(1, shorter / 6));
    fill(image,
         {rect.left() + (rect.width() - upright) / 2, rect.top() + margin, upright,
          rect.height() - 2 * margin},
         colour);
}

} // namespace

CellGrid CellGrid::fitted(int count, QSize area)
{
    CellGrid best;
    best.count = count;
    if (count <= 0 || area.isEmpty())
        return best;
    int bestSide = 0;
    int bestCovered = 0;
    for (int columns = 1; columns <= std::min(count, area.width()); ++columns) {
        const int rows = (count + columns - 1) / columns;
        QSize cell(area.width() / columns, area.height() / rows);
        const int side = std::min(cell.width(), cell.height());
        if (side < 1)
            continue;
        // A few large cells look better as squares than as bands.
        cell = cell.boundedTo({side + side / 2, side + side / 2});
        const int covered = cell.width() * columns * cell.height() * rows;
        if (side > bestSide || (side == bestSide && covered > bestCovered)) {
            bestSide = side;
            bestCovered = covered;
            best.columns = columns;
            best.rows = rows;
            best.cell = cell;
        }
    }
    if (bestSide == 0) {
        // More neurons than pixels: the area shows as many as it can.
        best.columns = area.width();
        best.rows = area.height();
        best.cell = {1, 1};
        best.count = std::min(count, best.columns * best.rows);
    }
    best.gap = bestSide >= smallestDetailed ? std::max(1, bestSide / 12) : 0;
    return best;
}

QRect CellGrid::rect(int slot) const
{
    if (columns == 0)
        return {};
    return {QPoint(slot % columns * cell.width(), slot / columns * cell.height()), cell};
}

int CellGrid::slotAt(QPoint pixel) const
{
    if (columns == 0 || !QRect(QPoint(0, 0), size()).contains(pixel))
        return -1;
    const int slot = pixel.y() / cell.height() * columns + pixel.x() / cell.width();
    return slot < count ? slot : -1;
}

CellBrush::CellBrush()
{
    const Palette& colours = palette();
    _background = colours.panel.rgb();
    _off = colours.off.rgb();
    _dead = colours.dead.rgb();
    _hatch = colours.edge.rgb();
    // There are many of these: they should be seen, but not outshine the neurons that are on.
    _lowActive = mixed(colours.off, colours.lowActive, 0.7).rgb();
    _flippedOn = colours.flippedOn.rgb();
    _flippedOff = colours.flippedOff.rgb();
    _sign = colours.dark ? QColor(Qt::black).rgb() : QColor(Qt::white).rgb();
    _selection = colours.selection.rgb();
    for (int i = 0; i < 256; ++i)
        _on[std::size_t(i)] = onColour(i / 255.0).rgb();
}

void CellBrush::draw(QImage& image, const QRect& rect, int gap, const NeuronCell& cell) const
{
    const int shorter = std::min(rect.width(), rect.height());
    const bool detailed = shorter >= smallestDetailed;
    const bool flipped = cell.state == CellState::FlippedOn || cell.state == CellState::FlippedOff;
    const int line = std::max(1, shorter / 9);
    fill(image, rect, _background);
    // A flip takes the gap too, so that it stands out among its neighbours.
    const QRect inner = rect.adjusted(0, 0, flipped ? 0 : -gap, flipped ? 0 : -gap);
    switch (cell.state) {
    case CellState::Off:
        fill(image, inner, _off);
        break;
    case CellState::On:
        fill(image, inner, _on[cell.strength]);
        break;
    case CellState::Dead:
        fill(image, inner, _dead);
        if (detailed)
            hatch(image, inner, _hatch);
        break;
    case CellState::FlippedOn:
    case CellState::FlippedOff:
        fill(image, inner, cell.state == CellState::FlippedOn ? _flippedOn : _flippedOff);
        if (detailed)
            sign(image, inner, cell.state == CellState::FlippedOn, _sign);
        break;
    }
    if (cell.lowActive && !flipped && detailed)
        outline(image, inner, line, _lowActive);
    if (cell.selected)
        outline(image, rect, line, _selection);
}

void CellBrush::drawPicture(QImage& image, const QRect& rect, int gap, const NeuronCell& cell,
                            const QImage& picture) const
{
    const QRect inner = rect.adjusted(0, 0, -gap, -gap);
    if (picture.isNull() || cell.state == CellState::Dead) {
        draw(image, rect, gap, cell);
        return;
    }
    fill(image, rect, _background);
    const QRect inside = inner & image.rect();
    for (int y = inside.top(); y <= inside.bottom(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        const int row = (y - inner.top()) * picture.height() / inner.height();
        const auto* from = reinterpret_cast<const QRgb*>(picture.constScanLine(row));
        for (int x = inside.left(); x <= inside.right(); ++x)
            line[x] = from[(x - inner.left()) * picture.width() / inner.width()];
    }
    const int line = std::max(1, std::min(rect.width(), rect.height()) / 14);
    if (cell.state == CellState::FlippedOn || cell.state == CellState::FlippedOff)
        outline(image, inner, 2 * line, cell.state == CellState::FlippedOn ? _flippedOn : _flippedOff);
    else if (cell.lowActive)
        outline(image, inner, line, _lowActive);
    if (cell.selected)
        outline(image, rect, line, _selection);
}

} // namespace flipside
