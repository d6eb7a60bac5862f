// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSize>
#include <QSizeF>

namespace flipside {

/// How large the canvas shows pictures and which part of them. Scales are device pixels per picture pixel, so
/// that whole numbers are sharp on every screen; positions and sizes are in the widget's own units; `ratio`
/// is the device pixels per such unit.
class CanvasZoom {
public:
    /// Fitted pictures fill their area: with whole pixels where that takes almost nothing from their size.
    bool isFitted() const { return _scale <= 0.0; }
    void fit();
    /// Above 0; the middle of the picture comes to the middle.
    void setScale(double scale);

    /// The scale in use for a picture of this size in such an area.
    double scale(QSize picture, QSizeF area, double ratio, bool smooth) const;
    /// Where the whole picture lies; its edges are on device pixels where the area's are.
    QRectF pictureRect(QSize picture, const QRectF& area, double ratio, bool smooth) const;

    /// One step in (steps > 0) or out, keeping the point of the picture that is under `anchor` where it is.
    void zoom(int steps, QPointF anchor, QSize picture, const QRectF& area, double ratio, bool smooth);
    /// Moves the picture, as far as there is more of it to see.
    void pan(QPointF by, QSize picture, const QRectF& area, double ratio, bool smooth);

private:
    void clampCentre(QSizeF shown, QSizeF area);

    double _scale = 0.0;       ///< 0: fitted
    QPointF _centre{0.5, 0.5}; ///< the point of the picture, as a share of its size, at the area's centre
};

} // namespace flipside
