// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/picture_keeper.h"

#include "core/instrument/measurer.h"
#include "core/model/find_model.h"
#include "core/picture/crop.h"
#include "core/picture/picture_file.h"

#include <QDateTime>

#include <algorithm>

namespace flipside {
namespace {

/// Of a thumbnail's longer side, in pixels: enough for a card at 100 %.
constexpr int thumbnailSide = 96;

std::string thumbnailOf(const Image& picture)
{
    const int longer = std::max(picture.width, picture.height);
    if (longer <= thumbnailSide)
        return encodePng(picture);
    const auto side = [&](int pixels) { return std::max(1, pixels * thumbnailSide / longer); };
    return encodePng(cropped(picture, side(picture.height), side(picture.width)));
}

} // namespace

PictureKeeper::PictureKeeper(Document& document, Gallery& gallery, QObject* parent)
    : QObject(parent), _document(document), _gallery(gallery)
{
    connect(&document, &Document::noveltyChanged, this, &PictureKeeper::takeMetrics);
    connect(&_thumbnails, &FileTasks::failed, this, &PictureKeeper::failed);
    connect(&_measuring, &FileTasks::failed, this, &PictureKeeper::failed);
}

void PictureKeeper::keepShown()
{
    if (const auto rendering = _document.rendering())
        keep(rendering->recipe, rendering->image, _document.noveltyOfRendering());
}

void PictureKeeper::keep(const Recipe& recipe, const Image& picture, const NoveltyValues& metrics)
{
    if (isKept(recipe))
        return;
    GalleryItem item;
    item.recipe = recipe;
    item.metrics = metrics;
    item.kept = QDateTime::currentMSecsSinceEpoch();
    _thumbnails.run([this, item, picture]() -> FileTasks::Afterwards {
        GalleryItem whole = item;
        whole.thumbnail = thumbnailOf(picture);
        return [this, whole, picture]() mutable {
            if (isKept(whole.recipe)) // by a second press, while the first one's thumbnail was made
                return;
            // They may have come while the thumbnail was made.
            const auto rendering = _document.rendering();
            const bool isOnScreen = rendering && rendering->recipe == whole.recipe;
            if (whole.metrics.empty() && isOnScreen)
                whole.metrics = _document.noveltyOfRendering();
            if (whole.metrics.empty() && !isOnScreen)
                measure(whole.recipe, picture);
            emit kept(_gallery.keep(whole));
        };
    });
}

bool PictureKeeper::isKept(const Recipe& recipe)
{
    const auto item = _gallery.find(recipe);
    if (item)
        emit keptBefore(item->id);
    return item != nullptr;
}

void PictureKeeper::measure(const Recipe& recipe, const Image& picture)
{
    const std::string place = _document.models().placeOf(QString::fromStdString(recipe.model)).toStdString();
    _measuring.run([this, recipe, picture, place]() -> FileTasks::Afterwards {
        const ModelFolder model = findModelAgain(recipe.model, place);
        Instrument instrument(model);
        const NoveltyValues values = Measurer(instrument, gaugeMetrics(model)).measureOne(picture);
        return [this, recipe, values] { _gallery.addMetrics(recipe, values); };
    });
}

void PictureKeeper::takeMetrics()
{
    if (const auto rendering = _document.rendering())
        _gallery.addMetrics(rendering->recipe, _document.noveltyOfRendering());
}

} // namespace flipside
