// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/variations/variation_preview.h"

#include "ui/pictures/fitted_picture.h"
#include "ui/style/theme.h"

namespace flipside {
namespace {

constexpr int textMargin = 12;

} // namespace

VariationPreview::VariationPreview(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("variationPreview"));
    setAccessibleName(tr("The variation that is pointed at"));
}

void VariationPreview::setPicture(const QImage& picture, const QString& text)
{
    _picture = picture;
    _text = text;
    setAccessibleDescription(text);
    update();
}

void VariationPreview::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const Palette& colours = flipside::palette();
    const int side = std::min(height(), width() / 2);
    const QRect room(0, (height() - side) / 2, side, side);
    painter.fillRect(room, colours.window);
    if (!_picture.isNull())
        paintFitted(painter, _picture, room);
    painter.setPen(colours.dimText);
    painter.drawText(QRect(side + textMargin, room.top(), width() - side - textMargin, side),
                     Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap, _text);
}

} // namespace flipside
