// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QPainter>
#include <QRectF>

namespace flipside {

/// Where a picture of this size lies in the middle of `room`: as large as it fits, with whole device pixels
/// for each of its own where there is room. `ratio` is of device pixels to a pixel of the widget.
QRectF fittedPicture(QSize picture, const QRectF& room, double ratio);

/// Paints it there, smoothed where it has to be made smaller.
void paintFitted(QPainter& painter, const QImage& picture, const QRectF& room);

} // namespace flipside
