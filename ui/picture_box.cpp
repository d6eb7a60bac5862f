// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture_box.h"

#include "theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace flipside {

PictureBox::PictureBox(const QString& name, QWidget* parent) : QWidget(parent)
{
    setAccessibleName(name);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
}

void PictureBox::setPicture(const QImage& picture)
{
    _picture = picture;
    update();
}

void PictureBox::setHint(const QString& hint)
{
    _hint = hint;
    update();
}

void PictureBox::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const Palette& colours = flipside::palette();
    painter.fillRect(rect(), colours.window);
    if (_picture.isNull()) {
        painter.setPen(colours.dimText);
        painter.drawText(rect().adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap, _hint);
        return;
    }
    // Whole device pixels for each of the picture's, where there is room.
    const double scale = devicePixelRatioF();
    const QSizeF room = QSizeF(size()) * scale;
    double factor = std::min(room.width() / _picture.width(), room.height() / _picture.height());
    if (factor >= 1.0)
        factor = std::floor(factor);
    const QSizeF size = QSizeF(_picture.size()) * factor / scale;
    const QPointF corner(std::floor((width() - size.width()) / 2.0),
                         std::floor((height() - size.height()) / 2.0));
    painter.setRenderHint(QPainter::SmoothPixmapTransform, factor < 1.0);
    painter.drawImage(QRectF(corner, size), _picture);
}

} // namespace flipside
