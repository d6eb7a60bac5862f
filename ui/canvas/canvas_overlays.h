// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QPointF>
#include <QRectF>
#include <QString>

#include <functional>

class QPainter;

namespace flipside {

/// Lines between the pixels of a picture that has so many, where it lies in `picture`, cut at `area`.
void paintPixelGrid(QPainter& painter, QSize pixels, const QRectF& picture, const QRectF& area,
                    double lineWidth);

/// A magnifying glass at `cursor`, over a picture that lies in `picture`, with the pixel's place and what
/// `valueAt` says of it; the label stays within `bounds`.
void paintLoupe(QPainter& painter, QPointF cursor, const QImage& image, const QRectF& picture,
                const QRectF& bounds, const std::function<QString(QPoint)>& valueAt);

/// A colour in words: of grey a number from 0 to 1, otherwise its code.
QString colourText(const QColor& colour);
/// How two colours differ, in words: a signed number, or one for each of red, green and blue.
QString differenceText(const QColor& more, const QColor& less, bool isGrey);

} // namespace flipside
