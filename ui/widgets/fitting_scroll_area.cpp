// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/fitting_scroll_area.h"

#include <QEvent>

#include <algorithm>

namespace flipside {
namespace {

constexpr int leastHeight = 80;

} // namespace

FittingScrollArea::FittingScrollArea(QWidget* parent) : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus); // its controls have it
    setWidgetResizable(true);
    viewport()->setAutoFillBackground(false);
}

void FittingScrollArea::setWidget(QWidget& widget)
{
    QScrollArea::setWidget(&widget);
    widget.setAutoFillBackground(false);
    fit();
}

QSize FittingScrollArea::sizeHint() const
{
    return widget() ? QSize(widget()->sizeHint().width(), widget()->minimumHeight()) : QSize();
}

QSize FittingScrollArea::minimumSizeHint() const
{
    return widget()
               ? QSize(widget()->minimumSizeHint().width(), std::min(leastHeight, widget()->minimumHeight()))
               : QSize();
}

void FittingScrollArea::fit()
{
    const int width = viewport()->width();
    const int height =
        widget()->hasHeightForWidth() ? widget()->heightForWidth(width) : widget()->sizeHint().height();
    if (height == widget()->minimumHeight() && height == maximumHeight())
        return;
    widget()->setMinimumHeight(height);
    setMaximumHeight(height);
    updateGeometry();
}

void FittingScrollArea::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    if (widget())
        fit();
}

bool FittingScrollArea::eventFilter(QObject* watched, QEvent* event)
{
    const bool isHandled = QScrollArea::eventFilter(watched, event);
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        fit();
    return isHandled;
}

} // namespace flipside
