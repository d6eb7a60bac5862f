// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/study/study_scatter.h"

#include <QImage>
#include <QObject>
#include <QThreadPool>

#include <atomic>
#include <memory>

namespace flipside {

/// Makes the pictures of a study's samples again, one at a time on a thread of its own; while one is being
/// made, only the newest wish is kept.
class SamplePictures : public QObject {
    Q_OBJECT
public:
    explicit SamplePictures(QObject* parent = nullptr);
    /// Waits for the picture under way.
    ~SamplePictures() override;

    void ask(std::shared_ptr<const FinishedStudy> study, const flipside::StudySample& sample);

signals:
    void made(const flipside::StudySample& sample, const QImage& picture);
    void failed(const QString& sentence);

private:
    struct Opened;

    std::shared_ptr<Opened> _opened; ///< of the thread alone
    std::shared_ptr<std::atomic<quint64>> _newest;
    QThreadPool _pool;
};

} // namespace flipside
