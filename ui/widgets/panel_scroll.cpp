// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/panel_scroll.h"

namespace flipside {
namespace {

/// Three of them beside each other fit a window of 640 pixels.
constexpr QSize smallest(150, 80);

} // namespace

PanelScroll::PanelScroll(QWidget& panel, QWidget* parent) : QScrollArea(parent)
{
    setWidgetResizable(true);
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setWidget(&panel);
}

QSize PanelScroll::minimumSizeHint() const
{
    return widget()->minimumSizeHint().expandedTo(widget()->minimumSize()).boundedTo(smallest);
}

} // namespace flipside
