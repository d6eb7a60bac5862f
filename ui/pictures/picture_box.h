// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QString>
#include <QWidget>

namespace flipside {

/// A picture of a model's size, enlarged to the room there is: small ones keep their pixels. Without a
/// picture, a word about why.
class PictureBox : public QWidget {
    Q_OBJECT
public:
    /// `name` is the box's for a screen reader.
    explicit PictureBox(const QString& name, QWidget* parent = nullptr);

    const QImage& picture() const { return _picture; }
    void setPicture(const QImage& picture);
    /// What is written where there is no picture.
    void setHint(const QString& hint);

    QSize sizeHint() const override { return {196, 196}; }
    QSize minimumSizeHint() const override { return {112, 112}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QImage _picture;
    QString _hint;
};

} // namespace flipside
