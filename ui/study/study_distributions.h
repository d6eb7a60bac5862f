// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/study/study_plot.h"

namespace flipside {

/// How a metric is distributed over the samples, one outline a scheme, for one number of neurons.
class StudyDistributions : public StudyPlot {
    Q_OBJECT
public:
    using StudyPlot::StudyPlot;
    QByteArray csv() const override;

protected:
    void draw(const Palette& colours) override;
};

} // namespace flipside
