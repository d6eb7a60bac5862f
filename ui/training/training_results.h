// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/model_training.h"

#include <QImage>
#include <QWidget>

class QLabel;

namespace flipside {

class PictureBox;
class TrainingCurve;

/// What a training has made so far: its samples, and the curve of its scores. Before there is any, the user's
/// own pictures as the model will see them.
class TrainingResults : public QWidget {
    Q_OBJECT
public:
    explicit TrainingResults(QWidget* parent = nullptr);

    void showPreview(const QImage& sheet);
    void showSamples(const QImage& sheet, int epoch);
    /// Begins a curve; the pictures stay until there are better ones.
    void begin(const Architecture& architecture);
    void add(const TrainingEpoch& epoch, const QImage& samples);
    void setCurveVisible(bool visible);

    const TrainingCurve& curve() const { return *_curve; }
    const PictureBox& sheet() const { return *_sheet; }

private:
    QLabel* _caption = nullptr;
    PictureBox* _sheet = nullptr;
    TrainingCurve* _curve = nullptr;
};

} // namespace flipside
