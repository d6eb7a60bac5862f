// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/study/study_scatter.h"

namespace flipside {

/// The means of two metrics against each other, one point for each scheme and number of neurons, and through
/// those that no other beats in both (Pareto's front) a line: what one gives for the other.
class StudyTradeOff : public StudyScatter {
    Q_OBJECT
public:
    using StudyScatter::StudyScatter;

    QByteArray csv() const override;

protected:
    void draw(const Palette& colours) override;
    bool isOfOneCount() const override { return false; }
    std::vector<Point> points() const override;
    QString caption(const StudySample& sample) const override;
    QString reasonWithoutPoints() const override;

private:
    /// By the metric going right, one after another.
    std::vector<Point> front() const;
    /// Of pictures without flips; 0 where the study has none.
    double regularValue(const std::vector<Point>& all) const;
};

} // namespace flipside
