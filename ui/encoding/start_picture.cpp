// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/encoding/start_picture.h"

#include "core/base/error.h"
#include "core/model/model_card.h"
#include "core/picture/picture_file.h"
#include "core/picture/picture_kind.h"
#include "ui/pictures/canvas_images.h"

#include <QFile>
#include <QFileInfo>
#include <QPainter>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

namespace flipside {
namespace {

/// Enough for a small part of a photograph to have more pixels than models have.
constexpr int longestSide = 4096;
constexpr int longestShownSide = 1600;

/// No longer on its longer side than `longest`.
Image reduced(Image image, int longest)
{
    const double scale = double(longest) / std::max(image.width, image.height);
    if (scale >= 1.0)
        return image;
    const auto side = [scale](int length) { return std::max(1, int(std::lround(length * scale))); };
    return cropped(image, side(image.height), side(image.width));
}

StartPicture startPictureOf(Image image)
{
    StartPicture picture;
    picture.size = {image.width, image.height};
    picture.pixels = reduced(std::move(image), longestSide);
    picture.shown = toQImage(reduced(picture.pixels, longestShownSide));
    return picture;
}

} // namespace

bool isPictureFile(const QString& path)
{
    const std::string suffix = QFileInfo(path).suffix().toLower().toStdString();
    if (std::ranges::find(pictureEndings, suffix) != pictureEndings.end())
        return true;
    constexpr qint64 enoughForAKind = 64;
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && !pictureKind(file.read(enoughForAKind).toStdString()).empty();
}

QString pictureNames()
{
    QStringList names;
    for (const std::string_view ending : pictureEndings)
        names += QStringLiteral("*.") + QString::fromLatin1(ending.data(), qsizetype(ending.size()));
    return names.join(QLatin1Char(' '));
}

StartPicture StartPicture::read(const std::filesystem::path& path)
{
    return startPictureOf(readPicture(path, 3));
}

StartPicture StartPicture::from(const QImage& image)
{
    if (image.isNull())
        throw Error("what was dropped holds no picture; save it as a file and drop that");
    QImage opaque(image.size(), QImage::Format_RGB32);
    opaque.fill(Qt::white);
    QPainter(&opaque).drawImage(0, 0, image);
    Image pixels{3, opaque.height(), opaque.width(), {}};
    pixels.pixels.resize(pixels.size());
    const std::size_t plane = pixels.size() / 3;
    for (int y = 0; y < opaque.height(); ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(opaque.constScanLine(y));
        for (int x = 0; x < opaque.width(); ++x) {
            const std::size_t place = std::size_t(y) * std::size_t(opaque.width()) + std::size_t(x);
            pixels.pixels[place] = float(qRed(line[x])) / 255.0f;
            pixels.pixels[plane + place] = float(qGreen(line[x])) / 255.0f;
            pixels.pixels[2 * plane + place] = float(qBlue(line[x])) / 255.0f;
        }
    }
    return startPictureOf(std::move(pixels));
}

Image StartPicture::seenBy(const ModelCard& card, const Crop& crop) const
{
    Image colour = cropped(pixels, card.height, card.width, crop);
    if (card.channels != 1)
        return colour;
    Image grey{1, colour.height, colour.width, {}};
    grey.pixels.resize(grey.size());
    const std::size_t plane = grey.size();
    for (std::size_t i = 0; i < plane; ++i) // as picture files are read in grey (ITU-R BT.601)
        grey.pixels[i] = 0.299f * colour.pixels[i] + 0.587f * colour.pixels[plane + i] +
                         0.114f * colour.pixels[2 * plane + i];
    return grey;
}

} // namespace flipside
