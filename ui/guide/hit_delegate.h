// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace flipside {

/// Paints what a search of the guide found: the heading (the item's text) over the words around it.
class HitDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    /// The item's data: the page that the heading is on, and the words.
    static constexpr int pageRole = Qt::UserRole + 1;
    static constexpr int snippetRole = Qt::UserRole + 2;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace flipside
