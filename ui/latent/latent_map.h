// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/variation/latent_brush.h"
#include "ui/document/document.h"
#include "ui/latent/channel_strip.h"

#include <QImage>
#include <QPointF>
#include <QWidget>

#include <optional>
#include <vector>

class QDoubleSpinBox;
class QLabel;

namespace flipside {

/// One channel of a latent that is a map, large, to be painted on: what is above 0 has one colour and what is
/// below it another (Palette). The left button adds and the right one, or the left with Ctrl, takes away; a
/// stroke is one step of the history. Delete sets the channel to 0.
class ChannelCanvas : public QWidget {
    Q_OBJECT
public:
    explicit ChannelCanvas(Document& document, QWidget* parent = nullptr);

    void setChannel(int channel);
    int channel() const { return _channel; }
    LatentBrush brush{3.0, 1.5}; ///< what the next dab is made with
    /// Where the map is in the widget: as large as fits, with square places.
    QRectF mapRect() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    const std::vector<int>& shape() const;
    bool hasMap() const;
    /// Dabs from the last place of the stroke to this one.
    void strokeTo(QPointF position);
    void apply(const std::vector<QPointF>& places);

    struct Stroke {
        QPointF last; ///< in places of the map
        double sign = 1.0;
        QString gesture;
    };
    Document& _document;
    int _channel = 0;
    int _strokes = 0;
    std::optional<Stroke> _stroke;
    std::optional<QPointF> _pointer;
};

/// A latent that is a map, under the hands: its channels as small pictures, one of them large to paint on,
/// and the brush.
class LatentMap : public QWidget {
    Q_OBJECT
public:
    explicit LatentMap(Document& document, QWidget* parent = nullptr);

    ChannelCanvas& canvas() const { return *_canvas; }
    ChannelStrip& strip() const { return *_strip; }

private:
    void takeModel();

    Document& _document;
    ChannelStrip* _strip = nullptr;
    ChannelCanvas* _canvas = nullptr;
    QDoubleSpinBox* _size = nullptr; ///< of the brush
    QLabel* _hint = nullptr;         ///< where latents come from
    QString _modelFolder;
};

} // namespace flipside
