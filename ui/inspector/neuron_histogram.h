// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/layer_profile.h"

#include <QWidget>

#include <optional>

class QCPBars;
class QCPItemStraightLine;
class QCustomPlot;

namespace flipside {

/// A neuron's activations over the training data, with its present value and its on value marked. Counts are
/// on a logarithmic axis, since most neurons are off most of the time.
class NeuronHistogram : public QWidget {
    Q_OBJECT
public:
    explicit NeuronHistogram(QWidget* parent = nullptr);

    void setHistogram(const Histogram& histogram, double onValue);
    /// Moves the mark; empty hides it. Replots only if it moved by what can be seen.
    void setPresentValue(std::optional<double> value);

    QSize sizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;

private:
    void takeTheme();

    QCustomPlot* _plot;
    QCPBars* _bars;
    QCPItemStraightLine* _present;
    QCPItemStraightLine* _on;
    std::optional<double> _shown;
};

} // namespace flipside
