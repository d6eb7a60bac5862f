// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guide/hit_delegate.h"

#include "ui/style/theme.h"

#include <QPainter>

namespace flipside {
namespace {

constexpr int margin = 6;
constexpr int snippetLines = 3;

QFont bold(const QFont& font)
{
    QFont heavy = font;
    heavy.setBold(true);
    return heavy;
}

} // namespace

QSize HitDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const bool hasSnippet = !index.data(snippetRole).toString().isEmpty();
    return {0, 2 * margin + option.fontMetrics.lineSpacing() * (hasSnippet ? 1 + snippetLines : 1 + 1)};
}

void HitDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Palette& colours = flipside::palette();
    const bool isChosen = option.state & QStyle::State_Selected;
    const QRect area = option.rect.adjusted(margin, margin, -margin, -margin);
    const QRect head(area.left(), area.top(), area.width(), option.fontMetrics.lineSpacing());
    const QString page = index.data(pageRole).toString();
    const QFont heading = bold(option.font);
    painter->save();
    if (isChosen)
        painter->fillRect(option.rect, colours.accent);
    painter->setPen(isChosen ? colours.onAccent : colours.dimText);
    painter->setFont(option.font);
    painter->drawText(head, Qt::AlignRight | Qt::AlignVCenter, page);
    painter->drawText(area.adjusted(0, head.height(), 0, 0), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                      index.data(snippetRole).toString());
    painter->setPen(isChosen ? colours.onAccent : colours.text);
    painter->setFont(heading);
    const int room = head.width() - option.fontMetrics.horizontalAdvance(page) - margin;
    painter->drawText(head, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(heading).elidedText(index.data().toString(), Qt::ElideRight, room));
    painter->restore();
}

} // namespace flipside
