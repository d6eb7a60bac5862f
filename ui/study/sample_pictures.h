// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/study/study_scatter.h"
#include "ui/work/background_instrument.h"
#include "ui/work/live_restart.h"

#include <QImage>
#include <QObject>

#include <memory>

namespace flipside {

/// Makes the pictures of a study's samples again, in the background; the newest wish counts.
class SamplePictures : public QObject {
    Q_OBJECT
public:
    explicit SamplePictures(QObject* parent = nullptr);

    void ask(std::shared_ptr<const FinishedStudy> study, const flipside::StudySample& sample);

signals:
    void made(const flipside::StudySample& sample, const QImage& picture);
    void failed(const QString& sentence);

private:
    void make();

    std::shared_ptr<const FinishedStudy> _study;
    StudySample _sample; ///< of it, asked for last
    BackgroundInstrument _instrument;
    LiveRestart _restart{_instrument};
};

} // namespace flipside
