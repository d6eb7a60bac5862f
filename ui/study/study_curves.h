// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/study/study_plot.h"

namespace flipside {

/// A metric's mean against the number of neurons, one curve a scheme, with the 95 % confidence band of the
/// mean (long paper, Figure 4).
class StudyCurves : public StudyPlot {
    Q_OBJECT
public:
    using StudyPlot::StudyPlot;
    QByteArray csv() const override;

protected:
    void draw(const Palette& colours) override;
    bool isOfOneCount() const override { return false; }
};

} // namespace flipside
