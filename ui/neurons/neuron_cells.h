// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QImage>
#include <QRect>

#include <array>
#include <cstdint>
#include <vector>

namespace flipside {

/// What a cell says about its neuron at a glance.
enum class CellState : std::uint8_t { Off, On, Dead, FlippedOn, FlippedOff };

/// One cell of a heatmap.
struct NeuronCell {
    CellState state = CellState::Off;
    std::uint8_t strength = 0; ///< of an on neuron: 255 is its training maximum
    bool lowActive = false;
    bool selected = false;
    bool operator==(const NeuronCell&) const = default;
};

/// A grid of equal cells that fills an area as well as whole pixels allow. All in device pixels.
struct CellGrid {
    int count = 0;
    int columns = 0;
    int rows = 0;
    QSize cell; ///< with the gap at its right and bottom
    int gap = 0;

    /// The grid for `count` cells in `area` whose smaller side is largest.
    static CellGrid fitted(int count, QSize area);
    QSize size() const { return {columns * cell.width(), rows * cell.height()}; }
    /// With the gap.
    QRect rect(int slot) const;
    /// -1 outside.
    int slotAt(QPoint pixel) const;
    bool operator==(const CellGrid&) const = default;
};

/// Draws cells into an image, a pixel for a pixel. States differ in shape as well as in colour: a dead neuron
/// is hatched, a low-active one outlined, a flipped one fills its cell and carries a plus or a minus.
class CellBrush {
public:
    /// Takes the theme's colours as they are now.
    CellBrush();
    QRgb background() const { return _background; }
    void draw(QImage& image, const QRect& rect, int gap, const NeuronCell& cell) const;
    /// The same with a channel's map in the cell; a frame says what is flipped.
    void drawPicture(QImage& image, const QRect& rect, int gap, const NeuronCell& cell,
                     const QImage& picture) const;

private:
    QRgb _background;
    QRgb _off;
    QRgb _dead;
    QRgb _hatch;
    QRgb _lowActive;
    QRgb _flippedOn;
    QRgb _flippedOff;
    QRgb _sign;
    QRgb _selection;
    std::array<QRgb, 256> _on;
};

} // namespace flipside
