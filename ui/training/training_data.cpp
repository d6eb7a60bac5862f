// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_data.h"

#include "core/base/error.h"
#include "core/data/picture_folder.h"
#include "core/data/remote_dataset.h"

#include <QFileInfo>

#include <algorithm>
#include <vector>

namespace flipside {
namespace {

constexpr std::size_t sheetSide = 4;
constexpr int sheetGap = 2;

/// `pixels` are 8-bit, C×H×W for each picture.
QImage sheetOf(const std::vector<std::uint8_t>& pixels, int channels, int height, int width)
{
    const std::size_t plane = std::size_t(height) * std::size_t(width);
    const std::size_t length = std::size_t(channels) * plane;
    const int count = int(pixels.size() / length);
    const int columns = std::min(count, int(sheetSide));
    const int rows = (count + columns - 1) / columns;
    QImage sheet(columns * (width + sheetGap) - sheetGap, rows * (height + sheetGap) - sheetGap,
                 QImage::Format_ARGB32);
    sheet.fill(Qt::transparent);
    for (int i = 0; i < count; ++i) {
        const std::uint8_t* first = pixels.data() + std::size_t(i) * length;
        const int left = (i % columns) * (width + sheetGap);
        const int top = (i / columns) * (height + sheetGap);
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) {
                const std::uint8_t* pixel = first + std::size_t(y) * std::size_t(width) + std::size_t(x);
                const QRgb colour = channels < 3 ? qRgb(pixel[0], pixel[0], pixel[0])
                                                 : qRgb(pixel[0], pixel[plane], pixel[2 * plane]);
                sheet.setPixel(left + x, top + y, colour);
            }
    }
    return sheet;
}

} // namespace

TrainingData lookOver(const QString& data, const PictureShape& shape)
{
    TrainingData found;
    try {
        const auto dataset = findDataset(data.toStdString(), shape);
        found.pictures = qsizetype(dataset->size(Split::Train)) + qsizetype(dataset->size(Split::Test));
        found.height = dataset->height();
        found.width = dataset->width();
        found.hasShapeOfItsOwn = dynamic_cast<const PictureFolder*>(dataset.get()) == nullptr;
        std::vector<std::uint8_t> pixels;
        std::vector<int> labels;
        if (dataset->open(Split::Train)->read(sheetSide * sheetSide, pixels, labels) > 0)
            found.sheet = sheetOf(pixels, dataset->channels(), found.height, found.width);
        else
            found.problem = TrainingData::tr(
                "None of these files can be read as a picture of that size; choose a folder with JPEG or PNG "
                "files, or a smaller size.");
    } catch (const ArgumentError&) {
        found.problem =
            QFileInfo(data).isDir()
                ? TrainingData::tr("There are no pictures in this folder; choose one with JPEG or PNG files.")
                : TrainingData::tr(
                      "There is no folder or dataset of this name; choose the folder of your pictures.");
    } catch (const Error& error) {
        found.problem = QString::fromUtf8(error.what());
    }
    return found;
}

QStringList datasetsByName()
{
    QStringList names;
    for (const RemoteDataset& known : remoteDatasets()) {
        try {
            (void)findDataset(known.name);
            names.append(QString::fromStdString(known.name));
        } catch (const Error&) {
            continue; // not fetched yet
        }
    }
    return names;
}

} // namespace flipside
