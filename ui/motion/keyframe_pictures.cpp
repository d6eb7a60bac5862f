// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/motion/keyframe_pictures.h"

#include "core/instrument/instrument.h"
#include "ui/document/document.h"
#include "ui/document/film.h"
#include "ui/pictures/canvas_images.h"

#include <algorithm>
#include <span>

namespace flipside {
namespace {

constexpr int largestSide = 160;
/// Made at once; then they are shown.
constexpr std::size_t batch = 8;

} // namespace

KeyframePictures::KeyframePictures(Document& document, const Film& film, QObject* parent)
    : QObject(parent), _document(document), _film(film)
{
    connect(&film, &Film::changed, this, &KeyframePictures::takeFilm);
    // A model that was not there when they were asked for may have come.
    connect(&document, &Document::modelChanged, this, &KeyframePictures::takeFilm);
    takeFilm();
}

QImage KeyframePictures::of(const Recipe& recipe) const
{
    const auto found = std::ranges::find(_pictures, recipe, &Picture::recipe);
    return found == _pictures.end() ? QImage() : found->image;
}

void KeyframePictures::add(const Recipe& recipe, const QImage& image)
{
    const bool isLarge = std::max(image.width(), image.height()) > largestSide;
    _pictures.push_back({recipe, isLarge ? image.scaled(largestSide, largestSide, Qt::KeepAspectRatio,
                                                        Qt::SmoothTransformation)
                                         : image});
}

void KeyframePictures::takeFilm()
{
    const std::vector<Keyframe>& keyframes = _film.timeline().keyframes;
    std::erase_if(_pictures, [&](const Picture& picture) {
        return std::ranges::find(keyframes, picture.recipe, &Keyframe::recipe) == keyframes.end();
    });
    const auto rendering = _document.rendering();
    std::vector<Recipe> missing;
    for (const Keyframe& keyframe : keyframes) {
        if (!of(keyframe.recipe).isNull() || std::ranges::find(missing, keyframe.recipe) != missing.end())
            continue;
        if (rendering && rendering->recipe == keyframe.recipe)
            add(keyframe.recipe, toQImage(rendering->image));
        else
            missing.push_back(keyframe.recipe);
    }
    emit changed();
    if (missing.empty()) {
        _instrument.stop();
        return;
    }
    _instrument.start(_document.models().findable(missing.front().model),
                      [this, missing](Instrument& instrument, const auto& tell, const auto& stop) {
                          for (std::span<const Recipe> rest = missing; !rest.empty();) {
                              const auto some = rest.first(std::min(batch, rest.size()));
                              rest = rest.subspan(some.size());
                              std::vector<Recipe> resolved;
                              for (const Recipe& recipe : some)
                                  resolved.push_back(instrument.resolved(recipe));
                              const std::vector<Image> images =
                                  instrument.decoder().renderImages(resolved, stop);
                              tell([this, images, recipes = std::vector<Recipe>(some.begin(), some.end())] {
                                  for (std::size_t i = 0; i < images.size(); ++i)
                                      add(recipes[i], toQImage(images[i]));
                                  emit changed();
                              });
                          }
                      });
}

} // namespace flipside
