// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QRectF>
#include <QWidget>

namespace flipside {

/// Shows a picture in its middle, one device pixel a pixel. With a frame on it, a place of the picture can be
/// chosen: with the pointer, or with the arrow keys.
class PreviewPane : public QWidget {
    Q_OBJECT
public:
    /// `name` is the pane's for a screen reader.
    explicit PreviewPane(const QString& name, QWidget* parent = nullptr);

    const QImage& picture() const { return _picture; }
    void setPicture(const QImage& picture);
    /// In parts of the picture; a null one is not shown.
    void setFrame(const QRectF& frame);
    /// How many pixels of the screen it has.
    QSize deviceSize() const;

    QSize sizeHint() const override { return {240, 200}; }
    QSize minimumSizeHint() const override { return {96, 72}; }

signals:
    /// A place of the picture was chosen, in parts of it.
    void placeChosen(QPointF place);
    void resized();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QRectF place() const;

    QImage _picture;
    QRectF _frame;
};

} // namespace flipside
