// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/work/background_instrument.h"

#include "core/instrument/instrument.h"
#include "core/model/model_folder.h"

#include <utility>

namespace flipside {

BackgroundInstrument::BackgroundInstrument(QObject* parent)
    : QObject(parent), _loaded(std::make_shared<Loaded>())
{
    connect(&_latest, &LatestWork::finished, this, &BackgroundInstrument::finished);
    connect(&_latest, &LatestWork::failed, this, &BackgroundInstrument::failed);
}

void BackgroundInstrument::start(const QString& model, Work work)
{
    _latest.start([this, model, work = std::move(work)](const Tell& tell, const std::stop_token& stop) {
        if (_forget.exchange(false) || !_loaded->instrument || _loaded->model != model) {
            _loaded->instrument.reset();
            _loaded->instrument = std::make_unique<Instrument>(findModel(model.toStdString()));
            _loaded->model = model;
        }
        work(*_loaded->instrument, tell, stop);
    });
}

} // namespace flipside
