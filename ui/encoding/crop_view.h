// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/crop.h"

#include <QImage>
#include <QPixmap>
#include <QPointF>
#include <QRectF>
#include <QSize>
#include <QWidget>

#include <optional>

namespace flipside {

/// A picture with the part that is used drawn on it; the rest is dimmed. Drag the part to move it, a corner
/// or the wheel to resize it, a double click takes as much as there is; or arrow keys (with Shift in small
/// steps), plus, minus and Home.
class CropView : public QWidget {
    Q_OBJECT
public:
    /// The part has the proportions of `shape`.
    CropView(QImage picture, QSize shape, QWidget* parent = nullptr);

    const Crop& crop() const { return _crop; }
    /// What would reach over the picture's edge is moved inside.
    void setCrop(Crop crop);

    /// On screen, in this widget's coordinates.
    QRectF pictureRect() const;
    QRectF cropRect() const;

    QSize sizeHint() const override { return {520, 440}; }
    QSize minimumSizeHint() const override { return {260, 220}; }

signals:
    /// By hand or by setCrop().
    void cropChanged(const flipside::Crop& crop);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    /// What is being dragged: a corner, (-1, -1) at the top left, or with (0, 0) the whole part.
    struct Grip {
        int x = 0;
        int y = 0;
        QPointF offset; ///< from the pointer to the corner, or to the part's middle
    };

    QSizeF largestPart() const;
    std::optional<Grip> gripAt(QPointF place) const;
    void move(double x, double y);
    void moveCentreTo(QPointF place);
    void moveCornerTo(QPointF place);
    void showCursor(QPointF place);
    const QPixmap& scaledPicture();

    QImage _picture;
    QSize _shape;
    Crop _crop;
    std::optional<Grip> _grip;
    QPixmap _scaled; ///< the picture at the size and resolution of the screen
};

} // namespace flipside
