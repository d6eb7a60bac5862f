// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/framed_dock.h"

#include "ui/style/theme.h"

#include <QPainter>
#include <QStyle>

namespace flipside {

void FramedDock::paintEvent(QPaintEvent* event)
{
    QDockWidget::paintEvent(event);
    if (!isFloating())
        return;
    const int frame = style()->pixelMetric(QStyle::PM_DockWidgetFrameWidth, nullptr, this);
    QPainter painter(this);
    painter.fillRect(rect(), flipside::palette().panel);
    for (int i = 0; i < frame; ++i) {
        painter.setPen(flipside::palette().edge);
        painter.drawRect(rect().adjusted(i, i, -i - 1, -i - 1));
    }
}

} // namespace flipside
