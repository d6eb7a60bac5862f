// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace flipside {

/// Paints a model as a card: its picture, its name with a check mark where it is in use, and a line about it.
class ModelCardDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    static constexpr int lineRole = Qt::UserRole + 1;    ///< a string
    static constexpr int presentRole = Qt::UserRole + 2; ///< a bool

    using QStyledItemDelegate::QStyledItemDelegate;

    /// Of a card with a line of so many letters.
    static int widthFor(const QFontMetrics& metrics, int letters);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace flipside
