// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/model_training.h"

#include <QVector>
#include <QWidget>

class QCPGraph;
class QCustomPlot;
class QLabel;

namespace flipside {

/// How a training goes: its score after every epoch, the best one marked, and its loss on an axis of its own.
class TrainingCurve : public QWidget {
    Q_OBJECT
public:
    explicit TrainingCurve(QWidget* parent = nullptr);

    /// Begins anew.
    void begin(const Architecture& architecture);
    void add(const TrainingEpoch& epoch);
    qsizetype count() const { return _epochs.size(); }

    QSize sizeHint() const override { return {420, 200}; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void takeTheme();
    void showRanges();

    QLabel* _caption = nullptr;
    QCustomPlot* _plot = nullptr;
    QCPGraph* _scoreGraph = nullptr;
    QCPGraph* _lossGraph = nullptr;
    QCPGraph* _bestGraph = nullptr; ///< one point
    QVector<double> _epochs;
    QVector<double> _scores;
    QVector<double> _losses;
    bool _lowerIsBetter = false;
};

} // namespace flipside
