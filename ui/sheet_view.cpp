// SPDX-License-Identifier: GPL-3.0-or-later
#include "sheet_view.h"

#include "theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace flipside {
namespace {

constexpr int hintMargin = 24;

} // namespace

SheetView::SheetView(QWidget* parent) : QWidget(parent)
{
    setMinimumSize(160, 120);
}

void SheetView::setSheet(const QImage& sheet)
{
    _sheet = sheet;
    update();
}

void SheetView::setHint(const QString& hint)
{
    _hint = hint;
    update();
}

void SheetView::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), flipside::palette().window);
    if (_sheet.isNull()) {
        painter.setPen(flipside::palette().dimText);
        painter.drawText(rect().marginsRemoved({hintMargin, hintMargin, hintMargin, hintMargin}),
                         Qt::AlignCenter | Qt::TextWordWrap, _hint);
        return;
    }
    double scale = std::min(double(width()) / _sheet.width(), double(height()) / _sheet.height());
    // Whole pixels stay square.
    if (scale > 2.0)
        scale = std::floor(scale);
    const QSizeF size = QSizeF(_sheet.size()) * scale;
    painter.setRenderHint(QPainter::SmoothPixmapTransform, scale != std::floor(scale));
    painter.drawImage(QRectF(QPointF((width() - size.width()) / 2.0, (height() - size.height()) / 2.0), size),
                      _sheet);
}

} // namespace flipside
