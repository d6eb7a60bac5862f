// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/image.h"
#include "core/recipe/region.h"
#include "ui/pictures/map_image.h"

#include <QWidget>

#include <optional>
#include <vector>

namespace flipside {

/// Where on its map a channel is on. A click on a place flips that one, the papers' neuron to the letter.
class ChannelMap : public QWidget {
    Q_OBJECT
public:
    explicit ChannelMap(QWidget* parent = nullptr);

    /// An empty map leaves the place blank.
    void setMap(const Image& map, MapScale scale);
    /// The places that are flipped one by one.
    void setFlippedCells(std::vector<Cell> cells);
    /// Where a place is drawn.
    QRectF cellRect(Cell cell) const;

    /// As wide as there is room, up to a limit.
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    int heightForWidth(int width) const override;

signals:
    void cellClicked(flipside::Cell cell, bool isOn);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QRectF mapRect() const;
    std::optional<Cell> cellAt(QPointF position) const;
    float valueAt(Cell cell) const;

    Image _map;
    MapScale _scale;
    QImage _picture;
    std::vector<Cell> _flipped;
    std::optional<Cell> _hovered;
};

} // namespace flipside
