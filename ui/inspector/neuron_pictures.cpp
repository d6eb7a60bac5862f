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
constexpr int aboveCaption = 3;
constexpr int roomAside = 40; // of a frame that is wider than its picture

QString captionOf(OnlyThis state)
{
    switch (state) {
    case OnlyThis::On:
        return NeuronPictures::tr("Only this one on");
    case OnlyThis::Off:
        return NeuronPictures::tr("Only this one off");
    case OnlyThis::Flipped:
        break;
    }
    return NeuronPictures::tr("Only this flipped");
}

} // namespace

NeuronPictures::NeuronPictures(QWidget* parent) : QWidget(parent), _side(largeSide)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("The picture without and with this neuron flipped"));
    resize(sizeHint());
}

int NeuronPictures::leastWidth() const
{
    // Of all captions, so that nothing moves when another is shown.
    int width = _side;
    for (const OnlyThis state : {OnlyThis::Flipped, OnlyThis::Off, OnlyThis::On})
        width = std::max(width, fontMetrics().horizontalAdvance(captionOf(state)));
    return width;
}

bool NeuronPictures::isStacked(int width) const
{
    return width < 2 * leastWidth() + gap;
}

int NeuronPictures::heightOfOne() const
{
    return _side + aboveCaption + fontMetrics().height() + 1;
}

int NeuronPictures::heightForWidth(int width) const
{
    return isStacked(width) ? 2 * heightOfOne() + gap : heightOfOne();
}

QSize NeuronPictures::sizeHint() const
{
    const int width = 2 * leastWidth() + gap;
    return {width, heightForWidth(width)};
}

QSize NeuronPictures::minimumSizeHint() const
{
    return {_side, heightOfOne()};
}

void NeuronPictures::setSmall(bool small)
{
    _side = small ? smallSide : largeSide;
    updateGeometry();
    update();
}

void NeuronPictures::setWithout(const QImage& picture)
{
    _without = picture;
    update();
}

void NeuronPictures::setFlipped(const QImage& picture, OnlyThis state)
{
    _flipped = picture;
    _state = state;
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
    painter.drawText(QRect(area.left(), frame.bottom() + aboveCaption, area.width(), fontMetrics().height()),
                     Qt::AlignHCenter, fontMetrics().elidedText(caption, Qt::ElideRight, area.width()));
}

void NeuronPictures::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const bool stacked = isStacked(this->width());
    const int room = stacked ? this->width() : (this->width() - gap) / 2;
    const int width = std::min(room, std::max(largeSide + roomAside, leastWidth()));
    const int left = (this->width() - (stacked ? width : 2 * width + gap)) / 2;
    const QRect first(left, 0, width, heightOfOne());
    paintOne(painter, first, _without, tr("Without"));
    paintOne(painter, stacked ? first.translated(0, heightOfOne() + gap) : first.translated(width + gap, 0),
             _flipped, captionOf(_state));
}

} // namespace flipside
