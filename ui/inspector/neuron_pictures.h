// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QWidget>

namespace flipside {

/// What was done to the one neuron; Flipped while that is not known.
enum class OnlyThis { Flipped, Off, On };

/// Two small pictures: as it is without any flip, and with one neuron flipped. Side by side where both have
/// room with their captions, otherwise one below the other.
class NeuronPictures : public QWidget {
    Q_OBJECT
public:
    explicit NeuronPictures(QWidget* parent = nullptr);

    void setWithout(const QImage& picture);
    /// For a panel that has little height.
    void setSmall(bool small);
    /// Null while it is not there yet.
    void setFlipped(const QImage& picture, OnlyThis state);
    const QImage& without() const { return _without; }
    const QImage& flipped() const { return _flipped; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    /// Of one picture whose caption is whole.
    int leastWidth() const;
    bool isStacked(int width) const;
    int heightOfOne() const;
    void paintOne(QPainter& painter, const QRect& area, const QImage& picture, const QString& caption) const;

    QImage _without;
    QImage _flipped;
    OnlyThis _state = OnlyThis::Flipped;
    int _side;
};

} // namespace flipside
