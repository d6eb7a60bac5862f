// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/sample_pictures.h"

#include "core/instrument/instrument.h"
#include "ui/pictures/canvas_images.h"

#include <stop_token>
#include <utility>

namespace flipside {

SamplePictures::SamplePictures(QObject* parent) : QObject(parent)
{
    connect(&_restart, &LiveRestart::due, this, &SamplePictures::make);
    connect(&_instrument, &BackgroundInstrument::failed, this, &SamplePictures::failed);
}

void SamplePictures::ask(std::shared_ptr<const FinishedStudy> study, const StudySample& sample)
{
    _study = std::move(study);
    _sample = sample;
    _restart.ask();
}

void SamplePictures::make()
{
    const StudyPlan& plan = _study->results.plan;
    SchemeCall call = plan.schemes[std::size_t(_sample.scheme)].call;
    call.neurons = _sample.neurons;
    _restart.begin();
    _instrument.start(
        QString::fromStdString(plan.models[std::size_t(_sample.model)]),
        [this, call, seed = plan.seed, sample = _sample](
            Instrument& instrument, const BackgroundInstrument::Tell& tell, const std::stop_token& stop) {
            const auto recipes = instrument.sample(call, seed, sample.number, 1);
            const QImage picture = toQImage(instrument.decoder().renderImages(recipes, stop).front());
            tell([this, sample, picture] {
                _restart.answer();
                emit made(sample, picture);
            });
        });
}

} // namespace flipside
