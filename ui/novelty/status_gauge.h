// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <optional>

namespace flipside {

/// D_r of the picture as a needle on a short scale with two marks: what is typical for regular samples of
/// this model and what is typical for low-active ones. Without typical values only the number is shown.
class StatusGauge : public QWidget {
    Q_OBJECT
public:
    explicit StatusGauge(QWidget* parent = nullptr);

    void setTypical(std::optional<double> regular, std::optional<double> lowActive);
    /// Empty while it is unknown.
    void setDistance(std::optional<double> distance);
    std::optional<double> distance() const { return _distance; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    bool hasScale() const { return _regular && _lowActive && *_lowActive > *_regular; }
    QString number() const;

    std::optional<double> _regular;
    std::optional<double> _lowActive;
    std::optional<double> _distance;
};

} // namespace flipside
