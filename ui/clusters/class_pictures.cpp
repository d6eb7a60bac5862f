// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/clusters/class_pictures.h"

#include "core/instrument/instrument.h"
#include "ui/pictures/canvas_images.h"

#include <vector>

namespace flipside {

void ClassPictures::stop()
{
    _instrument.stop();
    _instrument.forget();
}

void ClassPictures::make(const QString& folder)
{
    _instrument.start(folder, [this](Instrument& instrument, const BackgroundInstrument::Tell& tell,
                                     const std::stop_token& stop) {
        const ReferenceLatents* references = instrument.references();
        if (!references)
            return;
        const std::vector<int> classes = references->presentClasses();
        std::vector<Recipe> recipes;
        for (const int number : classes) {
            const auto latent = references->latent(references->mostTypicalOf(number));
            Recipe recipe;
            recipe.model = instrument.card().id;
            recipe.z.assign(latent.begin(), latent.end());
            recipes.push_back(std::move(recipe));
        }
        const std::vector<Image> images = instrument.decoder().renderImages(recipes, stop);
        QList<QImage> pictures(classes.empty() ? 0 : classes.back() + 1);
        for (std::size_t i = 0; i < images.size(); ++i)
            pictures[classes[i]] = toQImage(images[i]);
        tell([this, pictures] { emit made(pictures); });
    });
}

} // namespace flipside
