// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model_card.h"
#include "core/novelty/metric.h"

#include <QWidget>

#include <optional>

namespace flipside {

/// One metric of the picture on screen: its name, its number, the percentage of the model's regular samples
/// that are less novel, and a scale with two bars, where 90 % of the regular samples lie (above) and where 90
/// % of the low-active ones do (below). A triangle stands at the end where pictures are more novel.
class NoveltyGauge : public QWidget {
    Q_OBJECT
public:
    NoveltyGauge(const Metric& metric, const TypicalRange& regular, const TypicalRange& lowActive,
                 QWidget* parent = nullptr);

    /// Empty while it is unknown.
    void setValue(std::optional<double> value);
    std::optional<double> value() const { return _value; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString number(double value) const;
    /// "0.13 · 8 %"; a dash while the value is unknown.
    QString reading() const;
    void describe();

    Metric _metric;
    QString _title;
    TypicalRange _regular;
    TypicalRange _lowActive;
    std::optional<double> _value;
};

} // namespace flipside
