// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/choice_box.h"

#include <QAbstractItemModel>
#include <QAbstractItemView>
#include <QEvent>
#include <QFontMetrics>
#include <QStyle>
#include <QStyleOptionComboBox>

#include <algorithm>

namespace flipside {

ChoiceBox::ChoiceBox(QWidget* parent) : QComboBox(parent)
{
    for (const auto change : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(model(), change, this, &QWidget::updateGeometry);
    connect(model(), &QAbstractItemModel::dataChanged, this, &QWidget::updateGeometry);
    connect(model(), &QAbstractItemModel::modelReset, this, &QWidget::updateGeometry);
}

void ChoiceBox::letShrinkTo(int letters)
{
    _letters = letters;
    updateGeometry();
}

QSize ChoiceBox::sizeHint() const
{
    const QFontMetrics metrics(font());
    int width = _letters * metrics.horizontalAdvance(QLatin1Char('X'));
    for (int i = 0; _letters == 0 && i < count(); ++i)
        width = std::max(width, metrics.boundingRect(itemText(i)).width());
    QStyleOptionComboBox option;
    initStyleOption(&option);
    return style()->sizeFromContents(QStyle::CT_ComboBox, &option, {width, metrics.height() + 2}, this);
}

QSize ChoiceBox::minimumSizeHint() const
{
    return sizeHint();
}

void ChoiceBox::changeEvent(QEvent* event)
{
    // The combo box would make its list to tell it of the style.
    if (event->type() == QEvent::StyleChange && !findChild<QAbstractItemView*>()) {
        update();
        updateGeometry();
    } else
        QComboBox::changeEvent(event);
}

} // namespace flipside
