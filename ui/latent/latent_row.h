// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPixmap>
#include <QRect>

class QPainter;
class QFontMetrics;

namespace flipside {

/// A slider reaches from -latentReach to +latentReach; values beyond can be typed.
inline constexpr double latentReach = 4.0;

/// What one row of the latent list shows.
struct LatentRow {
    int dimension = 0; ///< counted from 0; people see it counted from 1
    float value = 0.0f;
    float effect = -1.0f; ///< share of the strongest effect on the picture, 0..1; negative where unknown
    bool locked = false;
    bool current = false; ///< the row the keyboard acts on
    bool focused = false; ///< the list has the keyboard
    bool hovered = false;
};

/// Where the parts of a row are and how they look; geometry in widget coordinates.
class LatentRowPainter {
public:
    /// `digits`: how wide the widest index is.
    void setMetrics(const QFontMetrics& metrics, int digits);
    void setHasLocks(bool has) { _lockWidth = has ? lockWidth : 0; }
    int height() const { return _height; }
    /// With the shortest bar; what is left of a wider row is the bar's.
    int leastWidth() const;

    QRect indexRect(const QRect& row) const;
    QRect lockRect(const QRect& row) const;
    QRect barRect(const QRect& row) const;
    QRect valueRect(const QRect& row) const;

    /// Value under a horizontal position, limited to the reach; and back.
    static double valueAt(const QRect& bar, double x);
    static double positionOf(const QRect& bar, double value);

    void paint(QPainter& painter, const QRect& row, const LatentRow& content);
    /// The theme or the scale has changed: what is cached is drawn anew.
    void forget() { _track = {}; }

private:
    void paintBar(QPainter& painter, const QRect& bar, const LatentRow& content);
    const QPixmap& track(const QSize& size, double devicePixelRatio);

    static constexpr int lockWidth = 18;

    int _height = 20;
    int _lockWidth = lockWidth;
    int _indexWidth = 24;
    int _valueWidth = 44;
    QPixmap _track;
};

} // namespace flipside
