// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_card_delegate.h"

#include "ui/style/theme.h"
#include "ui/style/theme_icons.h"

#include <QPainter>

#include <algorithm>

namespace flipside {
namespace {

constexpr int margin = 8;
constexpr int pictureSide = 52;
constexpr int gap = 12;
constexpr int markSide = 16;

QFont bold(QFont font)
{
    font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace

int ModelCardDelegate::widthFor(const QFontMetrics& metrics, int letters)
{
    return 2 * margin + pictureSide + gap + letters * metrics.averageCharWidth() + markSide + gap;
}

QSize ModelCardDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& /*index*/) const
{
    return {0, std::max(pictureSide, 2 * option.fontMetrics.lineSpacing()) + 2 * margin};
}

void ModelCardDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const
{
    const Palette& colours = palette();
    const bool isChosen = option.state & QStyle::State_Selected;
    const bool isPointed = option.state & QStyle::State_MouseOver;
    if (isChosen || isPointed)
        painter->fillRect(option.rect, isChosen ? colours.accent : colours.raised);
    const QRect inside = option.rect.adjusted(margin, margin, -margin, -margin);
    const QRect picture(inside.left(), inside.top(), pictureSide, pictureSide);
    qvariant_cast<QIcon>(index.data(Qt::DecorationRole)).paint(painter, picture);

    QRect text = inside.adjusted(pictureSide + gap, 0, -(markSide + gap), 0);
    const int height = option.fontMetrics.lineSpacing();
    text.setTop(inside.center().y() - height);
    painter->setFont(bold(option.font));
    painter->setPen(isChosen ? colours.onAccent : colours.text);
    const QFontMetrics metrics(painter->font());
    painter->drawText(QRect(text.topLeft(), QSize(text.width(), height)), Qt::AlignVCenter,
                      metrics.elidedText(index.data().toString(), Qt::ElideRight, text.width()));
    painter->setFont(option.font);
    painter->setPen(isChosen ? colours.onAccent : colours.dimText);
    const QString line = index.data(lineRole).toString();
    painter->drawText(QRect(text.left(), text.top() + height, text.width(), height), Qt::AlignVCenter,
                      option.fontMetrics.elidedText(line, Qt::ElideRight, text.width()));
    if (index.data(presentRole).toBool())
        themedIcon(QStringLiteral("check"))
            .paint(painter,
                   QRect(inside.right() - markSide, inside.center().y() - markSide / 2, markSide, markSide),
                   Qt::AlignCenter, isChosen ? QIcon::Selected : QIcon::Normal);
}

} // namespace flipside
