// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gallery/gallery_delegate.h"

#include "ui/gallery/gallery_model.h"
#include "ui/style/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace flipside {
namespace {

constexpr int pictureSide = 84;
constexpr int margin = 6;
constexpr int captionCharacters = 15; // of what captions say of novelty, and some room: digits are wide

int captionHeight(const QStyleOptionViewItem& option)
{
    return option.fontMetrics.height() + 4;
}

/// Of the picture or, where the text is large, of the caption below it.
int contentWidth(const QStyleOptionViewItem& option)
{
    return std::max(pictureSide, captionCharacters * option.fontMetrics.averageCharWidth());
}

QRect captionRect(const QStyleOptionViewItem& option)
{
    return {option.rect.left() + margin, option.rect.top() + 2 * margin + pictureSide,
            option.rect.width() - 2 * margin, captionHeight(option)};
}

QPainterPath star(QPointF centre, double radius)
{
    QPainterPath path;
    for (int point = 0; point < 10; ++point) {
        const double angle = std::numbers::pi * (point / 5.0 - 0.5);
        const double reach = point % 2 == 0 ? radius : radius * 0.45;
        const QPointF corner = centre + reach * QPointF(std::cos(angle), std::sin(angle));
        if (point == 0)
            path.moveTo(corner);
        else
            path.lineTo(corner);
    }
    path.closeSubpath();
    return path;
}

} // namespace

QSize GalleryDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return {contentWidth(option) + 2 * margin, pictureSide + 3 * margin + captionHeight(option)};
}

void GalleryDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                                           const QModelIndex&) const
{
    editor->setGeometry(captionRect(option).adjusted(-margin + 1, -2, margin - 1, 2));
}

void GalleryDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    const Palette& colours = flipside::palette();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QRectF card = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5);
    if (selected || option.state.testFlag(QStyle::State_MouseOver)) {
        painter->setPen(selected ? QPen(colours.accent, 1.5) : Qt::NoPen);
        painter->setBrush(colours.raised);
        painter->drawRoundedRect(card, 5.0, 5.0);
    }

    const QRect room(option.rect.left() + (option.rect.width() - pictureSide) / 2, option.rect.top() + margin,
                     pictureSide, pictureSide);
    const auto thumbnail = qvariant_cast<QPixmap>(index.data(Qt::DecorationRole));
    if (thumbnail.isNull()) {
        painter->setPen(colours.border);
        painter->drawRect(room);
    } else {
        const QSize size = thumbnail.size().scaled(room.size(), Qt::KeepAspectRatio);
        const QRect fitted(room.center() - QPoint(size.width() / 2, size.height() / 2), size);
        painter->setRenderHint(QPainter::SmoothPixmapTransform, thumbnail.width() > size.width());
        painter->drawPixmap(fitted, thumbnail);
    }
    if (index.data(GalleryModel::StarredRole).toBool()) {
        const QPointF centre(room.right() - 9.0, room.top() + 10.0);
        painter->setPen(Qt::NoPen);
        painter->setBrush(QColor(0, 0, 0, 150));
        painter->drawEllipse(centre, 9.0, 9.0);
        painter->setBrush(colours.accent);
        painter->drawPath(star(centre, 7.0));
    }

    QString caption = index.data(Qt::DisplayRole).toString();
    const bool isNamed = !caption.isEmpty();
    if (!isNamed)
        caption = index.data(GalleryModel::NoveltyTextRole).toString();
    painter->setPen(isNamed ? colours.text : colours.dimText);
    const QRect place = captionRect(option);
    painter->drawText(place, Qt::AlignCenter,
                      option.fontMetrics.elidedText(caption, Qt::ElideRight, place.width()));
    painter->restore();
}

} // namespace flipside
