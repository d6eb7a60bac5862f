// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QImage>

namespace flipside {

/// A picture with a name under it, to be pressed.
class StartTile : public QAbstractButton {
    Q_OBJECT
public:
    /// `name` is also what a screen reader says.
    explicit StartTile(const QString& name, QWidget* parent = nullptr);

    const QImage& picture() const { return _picture; }
    void setPicture(const QImage& picture);

    /// Of its picture, in pixels: twice or three times that of a picture of 64, which most are.
    static constexpr int smallSide = 128;
    static constexpr int largeSide = 192;
    void setPictureSide(int side);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    QImage _picture;
    int _pictureSide = smallSide;
};

} // namespace flipside
