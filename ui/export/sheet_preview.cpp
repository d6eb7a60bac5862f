// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/sheet_preview.h"

#include <QPainter>

#include <utility>

namespace flipside {

SheetPreview::SheetPreview(QWidget* parent) : QWidget(parent)
{
    setMinimumSize(240, 240);
    setAccessibleName(tr("The sheet"));
}

void SheetPreview::setSheet(ContactSheet sheet, QSize size)
{
    _sheet = std::move(sheet);
    _size = size;
    update();
}

void SheetPreview::paintEvent(QPaintEvent* /*event*/)
{
    if (!_sheet || _size.isEmpty())
        return;
    QRect area(QPoint(), _size.scaled(size(), Qt::KeepAspectRatio).expandedTo({1, 1}));
    area.moveCenter(rect().center());
    QPainter painter(this);
    painter.setClipRect(area);
    _sheet->paint(painter, QRectF(area));
}

} // namespace flipside
