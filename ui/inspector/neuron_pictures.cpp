// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/neuron_pictures.h"

#include "ui/pictures/fitted_picture.h"
#include "ui/style/theme.h"

#include <QPainter>

#include <algorithm>

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
    if (!picture.isNull())
        paintFitted(painter, picture, frame);
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
