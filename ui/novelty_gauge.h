// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/model_card.h"

#include <QWidget>

#include <optional>

namespace flipside {

/// One metric of the picture on screen: its name, its number, and a scale with two bars, where 90 % of the
/// model's regular samples lie (above) and where 90 % of its low-active ones do (below).
class NoveltyGauge : public QWidget {
    Q_OBJECT
public:
    NoveltyGauge(const QString& title, const TypicalRange& regular, const TypicalRange& lowActive,
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

    QString _title;
    TypicalRange _regular;
    TypicalRange _lowActive;
    std::optional<double> _value;
};

} // namespace flipside
