// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/living_pictures.h"

#include "core/instrument/instrument.h"
#include "ui/pictures/canvas_images.h"

#include <QRandomGenerator>

#include <sys/resource.h>

namespace flipside {
namespace {

constexpr std::size_t atOnce = 6;
/// How nice they are to everything else; Qt's own least priority would never run on a busy machine.
constexpr int background = 10;

} // namespace

std::vector<Recipe> wokenRecipes(Instrument& instrument, std::uint64_t seed, std::size_t count)
{
    SchemeCall call;
    if (!instrument.profile())
        call.name = "regular";
    return instrument.sample(call, seed, 0, count);
}

LivingPictures::LivingPictures(QObject* parent)
    : QObject(parent), _seed(QRandomGenerator::global()->generate64())
{
    _beat.setInterval(pause);
    connect(&_beat, &QTimer::timeout, this, &LivingPictures::beat);
}

void LivingPictures::setModels(const QStringList& models)
{
    _models = models;
    std::erase_if(_made, [&](const auto& made) { return !models.contains(made.first); });
}

void LivingPictures::setAlive(bool alive)
{
    if (alive == isAlive())
        return;
    if (alive) {
        _beat.start();
    } else {
        _beat.stop();
        _instrument.stop();
    }
}

void LivingPictures::beat()
{
    if (_models.isEmpty())
        return;
    const QString model = _models[_turn++ % _models.size()];
    std::deque<Living>& made = _made[model];
    if (!made.empty()) {
        const Living next = std::move(made.front());
        made.pop_front();
        emit changed(model, next.picture, next.recipe);
    }
    if (made.empty() && !_instrument.isBusy())
        make(model);
}

void LivingPictures::make(const QString& model)
{
    _instrument.start(model, [this, model, seed = _seed++](Instrument& instrument,
                                                           const BackgroundInstrument::Tell& tell,
                                                           const std::stop_token& stop) {
        setpriority(PRIO_PROCESS, 0, background); // of this thread, in Linux
        const std::vector<Recipe> recipes = wokenRecipes(instrument, seed, atOnce);
        const std::vector<Image> images = instrument.decoder().renderImages(recipes, stop);
        std::deque<Living> pictures;
        for (std::size_t i = 0; i < images.size(); ++i)
            pictures.push_back({toQImage(images[i]), recipes[i]});
        tell([this, model, pictures = std::move(pictures)] { _made[model] = pictures; });
    });
}

} // namespace flipside
