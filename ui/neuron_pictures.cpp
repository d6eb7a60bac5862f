// SPDX-License-Identifier: GPL-3.0-or-later
#include "neuron_pictures.h"

#include "theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace flipside {
namespace {

constexpr int largeSide = 88;
constexpr int smallSide = 56; // twice the pixels of MNIST
constexpr int gap = 10;

} // namespace

NeuronPictures::NeuronPictures(QWidget* parent) : QWidget(parent), _side(largeSide)
{
    setFixedHeight(sizeHint().height());
    setAccessibleName(tr("The picture without and with this neuron flipped"));
}

QSize NeuronPictures::sizeHint() const
{
    return {2 * _side + gap, _side + fontMetrics().height() + 4};
}

void NeuronPictures::setSmall(bool small)
{
    _side = small ? smallSide : largeSide;
    setFixedHeight(sizeHint().height());
    update();
}

void NeuronPictures::setWithout(const QImage& picture)
{
    _without = picture;
    update();
}

void NeuronPictures::setFlipped(const QImage& picture, const QString& caption)
{
    _flipped = picture;
    _caption = caption;
    update();
}

void NeuronPictures::paintOne(QPainter& painter, const QRect& area, const QImage& picture,
                              const QString& caption) const
{
    const Palette& colours = flipside::palette();
    const QRect frame(area.topLeft(), QSize(area.width(), _side));
    painter.fillRect(frame, colours.window);
    if (!picture.isNull()) {
        // Small pictures keep their pixels: whole device pixels for each, where there is room.
        const double scale = devicePixelRatioF();
        const QSizeF room = QSizeF(frame.size()) * scale;
        double factor = std::min(room.width() / picture.width(), room.height() / picture.height());
        if (factor >= 1.0)
            factor = std::floor(factor);
        const QSizeF size = QSizeF(picture.size()) * factor / scale;
        const QRectF target(frame.x() + std::floor((frame.width() - size.width()) / 2.0),
                            frame.y() + std::floor((frame.height() - size.height()) / 2.0), size.width(),
                            size.height());
        painter.setRenderHint(QPainter::SmoothPixmapTransform, factor < 1.0);
        painter.drawImage(target, picture);
    }
    painter.setPen(colours.dimText);
    painter.drawText(QRect(area.left(), frame.bottom() + 3, area.width(), fontMetrics().height()),
                     Qt::AlignHCenter, fontMetrics().elidedText(caption, Qt::ElideRight, area.width()));
}

void NeuronPictures::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const int width = std::min((this->width() - gap) / 2, largeSide + 40);
    const int left = (this->width() - 2 * width - gap) / 2;
    paintOne(painter, {left, 0, width, height()}, _without, tr("Without"));
    paintOne(painter, {left + width + gap, 0, width, height()}, _flipped, _caption);
}

} // namespace flipside
