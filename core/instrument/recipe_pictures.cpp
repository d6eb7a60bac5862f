// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/instrument/recipe_pictures.h"

#include "core/base/error.h"
#include "core/instrument/instrument.h"

#include <algorithm>
#include <map>
#include <utility>

namespace flipside {
namespace {

constexpr std::size_t atOnce = 16;

} // namespace

void makePictures(std::span<const Recipe> recipes, const std::function<ModelFolder(const std::string&)>& find,
                  const Progress& progress, const TakePicture& take)
{
    std::map<std::string, std::vector<std::size_t>> ofModel;
    for (std::size_t i = 0; i < recipes.size(); ++i)
        ofModel[recipes[i].model].push_back(i);

    for (const auto& [model, places] : ofModel) {
        Instrument instrument(find(model));
        for (std::size_t first = 0; first < places.size(); first += atOnce) {
            if (progress.cancelled())
                throw Cancelled{};
            const std::size_t end = std::min(first + atOnce, places.size());
            std::vector<Recipe> batch;
            for (std::size_t i = first; i < end; ++i)
                batch.push_back(instrument.resolved(recipes[places[i]]));
            std::vector<Image> made = instrument.decoder().renderImages(batch);
            for (std::size_t i = first; i < end; ++i)
                take(places[i], std::move(made[i - first]));
        }
    }
}

std::vector<Image> picturesOf(std::span<const Recipe> recipes,
                              const std::function<ModelFolder(const std::string&)>& find, Progress& progress)
{
    std::vector<Image> pictures(recipes.size());
    std::size_t done = 0;
    makePictures(recipes, find, progress, [&](std::size_t place, Image&& picture) {
        pictures[place] = std::move(picture);
        progress.report(double(++done) / double(recipes.size()), recipes[place].model);
    });
    return pictures;
}

} // namespace flipside
