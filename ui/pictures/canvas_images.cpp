// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pictures/canvas_images.h"

#include "core/recipe/recipe_picture.h"
#include "ui/style/theme.h"

#include <QBuffer>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace flipside {
namespace {

int toByte(double value)
{
    return int(std::lround(std::clamp(value, 0.0, 1.0) * 255.0));
}

bool sameSize(const Image& a, const Image& b)
{
    return !a.pixels.empty() && a.channels == b.channels && a.height == b.height && a.width == b.width;
}

} // namespace

QImage toQImage(const Image& image)
{
    if (image.pixels.empty() || image.pixels.size() < image.size())
        return {};
    const bool grey = image.channels == 1;
    QImage result(image.width, image.height, grey ? QImage::Format_Grayscale8 : QImage::Format_RGB32);
    for (int y = 0; y < image.height; ++y) {
        uchar* line = result.scanLine(y);
        for (int x = 0; x < image.width; ++x) {
            if (grey)
                line[x] = uchar(toByte(image.at(0, y, x)));
            else
                reinterpret_cast<QRgb*>(line)[x] =
                    qRgb(toByte(image.at(0, y, x)), toByte(image.at(1, y, x)), toByte(image.at(2, y, x)));
        }
    }
    return result;
}

double differenceRange(const Image& creative, const Image& regular)
{
    if (!sameSize(creative, regular))
        return 1.0;
    double largest = 0.0;
    for (std::size_t i = 0; i < creative.pixels.size(); ++i)
        largest = std::max(largest, std::abs(double(creative.pixels[i]) - double(regular.pixels[i])));
    for (const double step : {0.1, 0.2, 0.5}) {
        if (largest <= step)
            return step;
    }
    return 1.0;
}

QImage differenceImage(const Image& creative, const Image& regular, double range)
{
    if (!sameSize(creative, regular))
        return {};
    std::array<QRgb, 511> scale{};
    for (std::size_t i = 0; i < scale.size(); ++i)
        scale[i] = differenceColour((double(i) - 255.0) / 255.0).rgb();
    const auto signedDifference = [&](int c, int y, int x) {
        return std::clamp((double(creative.at(c, y, x)) - double(regular.at(c, y, x))) / range, -1.0, 1.0);
    };
    QImage result(creative.width, creative.height, QImage::Format_RGB32);
    for (int y = 0; y < creative.height; ++y) {
        auto* line = reinterpret_cast<QRgb*>(result.scanLine(y));
        for (int x = 0; x < creative.width; ++x) {
            if (creative.channels == 1) {
                line[x] = scale[std::size_t(std::lround(signedDifference(0, y, x) * 255.0) + 255)];
            } else {
                const auto channel = [&](int c) { return toByte(0.5 + 0.5 * signedDifference(c, y, x)); };
                line[x] = qRgb(channel(0), channel(1), channel(2));
            }
        }
    }
    return result;
}

QImage mixedImage(const QImage& regular, const QImage& creative, double share)
{
    QImage mixed =
        regular.scaled(regular.size().expandedTo(creative.size())).convertToFormat(QImage::Format_RGB32);
    QPainter painter(&mixed);
    painter.setOpacity(share);
    painter.drawImage(mixed.rect(), creative);
    return mixed;
}

QByteArray pngWithRecipe(const QImage& image, const Recipe& recipe)
{
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, "PNG"))
        return {};
    return QByteArray::fromStdString(withRecipe(png.toStdString(), recipe));
}

} // namespace flipside
