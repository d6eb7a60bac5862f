// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/path_edit.h"

#include <QPainter>
#include <QStyle>
#include <QStyleOptionFrame>

namespace flipside {
namespace {

constexpr int besideText = 2; // as QLineEdit leaves it

} // namespace

void PathEdit::paintEvent(QPaintEvent* event)
{
    QStyleOptionFrame option;
    initStyleOption(&option);
    const QRect area = style()
                           ->subElementRect(QStyle::SE_LineEditContents, &option, this)
                           .adjusted(besideText, 0, -besideText, 0);
    if (hasFocus() || fontMetrics().horizontalAdvance(text()) <= area.width()) {
        QLineEdit::paintEvent(event);
        return;
    }
    QPainter painter(this);
    style()->drawPrimitive(QStyle::PE_PanelLineEdit, &option, &painter, this);
    style()->drawItemText(&painter, area, Qt::AlignLeft | Qt::AlignVCenter, option.palette, isEnabled(),
                          fontMetrics().elidedText(text(), Qt::ElideMiddle, area.width()), QPalette::Text);
}

} // namespace flipside
