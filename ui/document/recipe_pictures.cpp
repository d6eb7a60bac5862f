// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/recipe_pictures.h"

#include "core/instrument/instrument.h"
#include "ui/document/document.h"
#include "ui/pictures/canvas_images.h"

#include <algorithm>
#include <span>

namespace flipside {
namespace {

constexpr int largestSide = 160;
/// Made at once; then they are shown.
constexpr std::size_t batch = 8;

} // namespace

RecipePictures::RecipePictures(Document& document, QObject* parent) : QObject(parent), _document(document)
{
    // A model that was not there when they were asked for may have come.
    connect(&document, &Document::modelChanged, this, [this] {
        _unopened.clear();
        make();
    });
    // Then those of the next model.
    connect(&_instrument, &BackgroundInstrument::finished, this, &RecipePictures::make);
    connect(&_instrument, &BackgroundInstrument::failed, this, [this] {
        _unopened.insert(_model);
        make();
    });
}

QImage RecipePictures::of(const Recipe& recipe) const
{
    const auto found = std::ranges::find(_pictures, recipe, &Picture::recipe);
    return found == _pictures.end() ? QImage() : found->image;
}

void RecipePictures::add(const Recipe& recipe, const QImage& image)
{
    const bool isLarge = std::max(image.width(), image.height()) > largestSide;
    _pictures.push_back({recipe, isLarge ? image.scaled(largestSide, largestSide, Qt::KeepAspectRatio,
                                                        Qt::SmoothTransformation)
                                         : image});
}

void RecipePictures::want(const std::vector<Recipe>& recipes)
{
    _wanted = recipes;
    std::erase_if(_pictures, [&](const Picture& picture) {
        return std::ranges::find(recipes, picture.recipe) == recipes.end();
    });
    const auto rendering = _document.rendering();
    if (rendering && std::ranges::find(recipes, rendering->recipe) != recipes.end() &&
        of(rendering->recipe).isNull())
        add(rendering->recipe, toQImage(rendering->image));
    emit changed();
    make();
}

void RecipePictures::make()
{
    std::vector<Recipe> missing;
    for (const Recipe& recipe : _wanted)
        if (of(recipe).isNull() && !_unopened.contains(recipe.model) &&
            (missing.empty() || recipe.model == missing.front().model) &&
            std::ranges::find(missing, recipe) == missing.end())
            missing.push_back(recipe);
    if (missing.empty()) {
        _instrument.stop();
        return;
    }
    _model = missing.front().model;
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
