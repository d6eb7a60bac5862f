// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pictures/fitted_picture.h"

#include <algorithm>
#include <cmath>

namespace flipside {

QRectF fittedPicture(QSize picture, const QRectF& room, double ratio)
{
    if (picture.isEmpty())
        return {};
    double factor =
        std::min(room.width() * ratio / picture.width(), room.height() * ratio / picture.height());
    if (factor >= 1.0)
        factor = std::floor(factor);
    const QSizeF size = QSizeF(picture) * factor / ratio;
    return {QPointF(room.x() + std::floor((room.width() - size.width()) / 2.0),
                    room.y() + std::floor((room.height() - size.height()) / 2.0)),
            size};
}

void paintFitted(QPainter& painter, const QImage& picture, const QRectF& room)
{
    const double ratio = painter.device()->devicePixelRatioF();
    const QRectF place = fittedPicture(picture.size(), room, ratio);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, place.width() * ratio < picture.width());
    painter.drawImage(place, picture);
}

} // namespace flipside
