// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/encoding/start_picture.h"

#include "core/base/error.h"
#include "core/model/model_card.h"
#include "core/picture/picture_file.h"
#include "ui/pictures/canvas_images.h"

#include <QFileInfo>
#include <QImageReader>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

namespace flipside {
namespace {

/// Enough for a small part of a photograph to have more pixels than models have.
constexpr int longestSide = 4096;
constexpr int longestShownSide = 1600;
/// How much nearer a border must come before a picture is taken for a negative.
constexpr double clearlyNearer = 0.1;

/// Light and shade across paper end below this share of the border's pixels.
constexpr double backgroundShare = 0.9;
/// The strongest ink begins at this share of all pixels.
constexpr double inkShare = 0.98;
constexpr float leastContrast = 0.08f;

std::vector<float> borderPixels(const Image& image)
{
    std::vector<float> border;
    for (int c = 0; c < image.channels; ++c)
        for (int y = 0; y < image.height; ++y) {
            const bool whole = y == 0 || y == image.height - 1;
            for (int x = 0; x < image.width; x += whole ? 1 : std::max(1, image.width - 1))
                border.push_back(image.at(c, y, x));
        }
    return border;
}

/// The value that this share of the values lies below.
float quantile(std::vector<float> values, double share)
{
    if (values.empty())
        return 0.0f;
    const auto place = values.begin() + std::ptrdiff_t(share * double(values.size() - 1));
    std::nth_element(values.begin(), place, values.end());
    return *place;
}

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
    static const QStringList suffixes{QStringLiteral("png"),  QStringLiteral("jpg"), QStringLiteral("jpeg"),
                                      QStringLiteral("webp"), QStringLiteral("bmp"), QStringLiteral("tif"),
                                      QStringLiteral("tiff")};
    static const QList<QByteArray> formats{"png", "jpeg", "webp", "bmp", "tiff"};
    return suffixes.contains(QFileInfo(path).suffix().toLower()) ||
           formats.contains(QImageReader::imageFormat(path));
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

Image negative(Image image)
{
    for (float& pixel : image.pixels)
        pixel = 1.0f - pixel;
    return image;
}

Image withFullContrast(Image image)
{
    const bool isLight = borderBrightness(image) > 0.5;
    if (isLight)
        image = negative(std::move(image));
    const float low = quantile(borderPixels(image), backgroundShare);
    const float high = quantile(image.pixels, inkShare);
    if (high - low > leastContrast)
        for (float& pixel : image.pixels)
            pixel = std::clamp((pixel - low) / (high - low), 0.0f, 1.0f);
    return isLight ? negative(std::move(image)) : image;
}

double borderBrightness(const Image& image)
{
    const std::vector<float> border = borderPixels(image);
    return border.empty() ? 0.0 : std::accumulate(border.begin(), border.end(), 0.0) / double(border.size());
}

bool looksNegative(const Image& image, double usualBorder)
{
    const double border = borderBrightness(image);
    return std::abs(usualBorder - (1.0 - border)) + clearlyNearer < std::abs(usualBorder - border);
}

} // namespace flipside
