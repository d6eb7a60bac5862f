// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QWidget>

namespace flipside {

/// Two small pictures side by side: as it is without any flip, and with one neuron flipped.
class NeuronPictures : public QWidget {
    Q_OBJECT
public:
    explicit NeuronPictures(QWidget* parent = nullptr);

    void setWithout(const QImage& picture);
    /// For a panel that has little height.
    void setSmall(bool small);
    /// Null while it is not there yet.
    void setFlipped(const QImage& picture, const QString& caption);
    const QImage& without() const { return _without; }
    const QImage& flipped() const { return _flipped; }

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintOne(QPainter& painter, const QRect& area, const QImage& picture, const QString& caption) const;

    QImage _without;
    QImage _flipped;
    QString _caption;
    int _side;
};

} // namespace flipside
