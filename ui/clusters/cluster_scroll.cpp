// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/clusters/cluster_scroll.h"

#include "ui/clusters/cluster_cells.h"

#include <QScrollBar>

namespace flipside {

ClusterScroll::ClusterScroll(ClusterCells* cells, QWidget* parent) : QScrollArea(parent), _cells(cells)
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidget(cells);
}

void ClusterScroll::resizeEvent(QResizeEvent* event)
{
    // Room for the scroll bar is kept free: whether it is needed would else depend on whether it is there.
    _cells->fitInto(maximumViewportSize() - QSize(verticalScrollBar()->sizeHint().width(), 0));
    QScrollArea::resizeEvent(event);
}

} // namespace flipside
