// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pictures/picture_box.h"

#include "ui/pictures/fitted_picture.h"
#include "ui/style/theme.h"

#include <QPainter>

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
    paintFitted(painter, _picture, rect());
}

} // namespace flipside
