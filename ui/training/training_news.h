// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/model_training.h"

#include <QImage>
#include <QObject>
#include <QStringList>

#include <atomic>
#include <filesystem>

namespace flipside {

/// Carries what a training says of itself from its thread to the interface, with the samples that it has just
/// drawn, already read.
class TrainingNews : public QObject, public TrainingObserver {
    Q_OBJECT
public:
    /// Of a training in this folder.
    explicit TrainingNews(std::filesystem::path folder) : _folder(std::move(folder)) {}

    /// Asks the training to end with what it has. From any thread.
    void setEnough() { _enough = true; }

    void takePictures(std::size_t count, const std::vector<std::filesystem::path>& skipped) override;
    void takeEpoch(const TrainingEpoch& epoch) override;
    bool isEnough() const override { return _enough; }

    /// The sheet of samples in a training's folder; null where there is none.
    static QImage samplesIn(const std::filesystem::path& folder);

signals:
    /// One part of the dataset was read; `skipped` are the names of its files that are no pictures.
    void picturesRead(qsizetype count, const QStringList& skipped);
    void epochEnded(const flipside::TrainingEpoch& epoch, const QImage& samples);

private:
    std::filesystem::path _folder;
    std::atomic<bool> _enough = false;
};

} // namespace flipside
