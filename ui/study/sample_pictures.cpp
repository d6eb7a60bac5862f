// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/sample_pictures.h"

#include "core/instrument/instrument.h"
#include "ui/pictures/canvas_images.h"

#include <optional>

namespace flipside {

/// The model whose pictures were asked for last.
struct SamplePictures::Opened {
    std::string model;
    std::optional<Instrument> instrument;
};

SamplePictures::SamplePictures(QObject* parent)
    : QObject(parent), _opened(std::make_shared<Opened>()), _newest(std::make_shared<std::atomic<quint64>>(0))
{
    // A decoder belongs to one thread.
    _pool.setMaxThreadCount(1);
    _pool.setExpiryTimeout(-1);
}

SamplePictures::~SamplePictures()
{
    ++*_newest;
    // The thread that opened the model also closes it.
    _pool.start([opened = std::move(_opened)] { opened->instrument.reset(); });
    _pool.waitForDone();
}

void SamplePictures::ask(std::shared_ptr<const FinishedStudy> study, const StudySample& sample)
{
    const quint64 number = ++*_newest;
    _pool.start([this, number, opened = _opened, newest = _newest, study = std::move(study), sample] {
        if (*newest != number)
            return;
        QImage picture;
        QString sentence;
        try {
            const StudyPlan& plan = study->results.plan;
            const std::string& model = plan.models[std::size_t(sample.model)];
            if (!opened->instrument || opened->model != model) {
                opened->instrument.reset();
                opened->instrument.emplace(findModel(model));
                opened->model = model;
            }
            SchemeCall call = plan.schemes[std::size_t(sample.scheme)].call;
            call.neurons = sample.neurons;
            const auto recipes = opened->instrument->sample(call, plan.seed, sample.number, 1);
            picture = toQImage(opened->instrument->decoder().renderImages(recipes).front());
        } catch (const std::exception& error) {
            opened->instrument.reset();
            sentence = QString::fromUtf8(error.what());
        }
        QMetaObject::invokeMethod(
            this,
            [this, sample, picture, sentence] {
                if (sentence.isEmpty())
                    emit made(sample, picture);
                else
                    emit failed(sentence);
            },
            Qt::QueuedConnection);
    });
}

} // namespace flipside
