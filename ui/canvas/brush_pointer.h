// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recipe/region.h"

#include <QImage>
#include <QPointF>
#include <QRectF>

#include <optional>
#include <vector>

class QKeyEvent;
class QPainter;

namespace flipside {

class RegionBrush;

/// The brush where the hand is: its place on the picture, its keys, its ring, and the shade of where flips
/// apply already. Places are shares of the picture's width and height.
class BrushPointer {
public:
    explicit BrushPointer(RegionBrush& brush) : _brush(brush) {}

    bool isPainting() const { return _painting; }
    /// A stroke from here on; `other` swaps painting and erasing for it.
    void press(QPointF place, bool other);
    void moveTo(QPointF place);
    void release();
    /// The pointer is somewhere else.
    void leave();
    void forget() { _place.reset(); }
    /// Whether the brush, which is in use, had something to do with the key.
    bool takeKey(const QKeyEvent& event);

    /// Shades where flips apply, in a picture of this size.
    void shade(QSize picture);
    /// `areas` are what of the canvas each of `pictures` may fill.
    void paint(QPainter& painter, const std::vector<QRectF>& areas,
               const std::vector<QRectF>& pictures) const;

private:
    RegionBrush& _brush;
    std::optional<QPointF> _place;
    bool _painting = false;
    QImage _shade;
    CoverageCache _coverage;
};

} // namespace flipside
