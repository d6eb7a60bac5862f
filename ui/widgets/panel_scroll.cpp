// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/panel_scroll.h"

namespace flipside {
namespace {

/// Three of them beside each other fit a window of 640 pixels.
constexpr QSize smallest(150, 80);

} // namespace

PanelScroll::PanelScroll(QWidget* parent) : QScrollArea(parent)
{
    setWidgetResizable(true);
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::NoFocus);
}

QSize PanelScroll::sizeHint() const
{
    return widget() ? widget()->sizeHint() : QScrollArea::sizeHint();
}

QSize PanelScroll::minimumSizeHint() const
{
    if (!widget())
        return smallest;
    return widget()->minimumSizeHint().expandedTo(widget()->minimumSize()).boundedTo(smallest);
}

} // namespace flipside
