// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas_zoom.h"

#include <algorithm>
#include <cmath>

namespace flipside {
namespace {

constexpr double smallestScale = 1.0 / 16.0;
constexpr double largestScale = 256.0;
constexpr int smallestSide = 32; // device pixels: a picture zoomed out any further would look lost

/// Of the room there is, that a picture with whole pixels has to fill to be shown with them.
constexpr double leastShare = 0.95;

double fittedScale(QSize picture, QSizeF area, double ratio, bool smooth)
{
    if (picture.isEmpty())
        return 1.0;
    const double exact =
        std::min(area.width() * ratio / picture.width(), area.height() * ratio / picture.height());
    if (smooth || exact < 1.0)
        return std::max(exact, smallestScale);
    const double whole = std::floor(exact);
    return whole >= leastShare * exact ? whole : exact;
}

double nextScale(double scale, bool in, bool smooth)
{
    if (smooth)
        return in ? scale * 1.25 : scale / 1.25;
    if (in)
        return scale < 1.0 ? 1.0 / std::max(1.0, std::floor(1.0 / scale - 0.01)) : std::ceil(scale * 1.2);
    return scale <= 1.0 ? 1.0 / (std::floor(1.0 / scale + 0.01) + 1.0)
                        : std::max(1.0, std::floor(scale / 1.2));
}

QSizeF shownSize(QSize picture, double scale, double ratio)
{
    return QSizeF(picture) * (scale / ratio);
}

} // namespace

void CanvasZoom::fit()
{
    _scale = 0.0;
    _centre = {0.5, 0.5};
}

void CanvasZoom::setScale(double scale)
{
    _scale = scale;
    _centre = {0.5, 0.5};
}

double CanvasZoom::scale(QSize picture, QSizeF area, double ratio, bool smooth) const
{
    if (isFitted())
        return fittedScale(picture, area, ratio, smooth);
    return smooth || _scale < 1.0 ? _scale : std::round(_scale);
}

QRectF CanvasZoom::pictureRect(QSize picture, const QRectF& area, double ratio, bool smooth) const
{
    const QSizeF shown = shownSize(picture, scale(picture, area.size(), ratio, smooth), ratio);
    const auto onDevicePixel = [ratio](double x) { return std::round(x * ratio) / ratio; };
    return {onDevicePixel(area.center().x() - _centre.x() * shown.width()),
            onDevicePixel(area.center().y() - _centre.y() * shown.height()), shown.width(), shown.height()};
}

void CanvasZoom::zoom(int steps, QPointF anchor, QSize picture, const QRectF& area, double ratio, bool smooth)
{
    if (picture.isEmpty() || steps == 0)
        return;
    const double before = scale(picture, area.size(), ratio, smooth);
    double after = before;
    for (int i = 0; i < std::abs(steps); ++i)
        after = nextScale(after, steps > 0, smooth);
    const double smallest =
        std::clamp(double(smallestSide) / std::max(picture.width(), picture.height()), smallestScale, 1.0);
    after = std::clamp(after, std::min(smallest, before), largestScale);

    const QSizeF shownBefore = shownSize(picture, before, ratio);
    const QSizeF shownAfter = shownSize(picture, after, ratio);
    const QPointF offset = anchor - area.center();
    _centre += {offset.x() / shownBefore.width() - offset.x() / shownAfter.width(),
                offset.y() / shownBefore.height() - offset.y() / shownAfter.height()};
    _scale = after;
    clampCentre(shownAfter, area.size());
}

void CanvasZoom::pan(QPointF by, QSize picture, const QRectF& area, double ratio, bool smooth)
{
    if (picture.isEmpty())
        return;
    const QSizeF shown = shownSize(picture, scale(picture, area.size(), ratio, smooth), ratio);
    _centre -= {by.x() / shown.width(), by.y() / shown.height()};
    clampCentre(shown, area.size());
}

void CanvasZoom::clampCentre(QSizeF shown, QSizeF area)
{
    const auto clamped = [](double centre, double size, double room) {
        if (size <= room)
            return 0.5;
        const double half = room / size / 2.0;
        return std::clamp(centre, half, 1.0 - half);
    };
    _centre = {clamped(_centre.x(), shown.width(), area.width()),
               clamped(_centre.y(), shown.height(), area.height())};
}

} // namespace flipside
