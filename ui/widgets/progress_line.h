// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProgressBar>

namespace flipside {

/// How far something has come, as a thin line without words: what is under way stands below it.
class ProgressLine : public QProgressBar {
    Q_OBJECT
public:
    explicit ProgressLine(QWidget* parent = nullptr) : QProgressBar(parent)
    {
        setRange(0, steps);
        setTextVisible(false);
        setFixedHeight(6);
    }

    /// 0 to 1.
    void setFraction(double fraction) { setValue(int(fraction * steps)); }

private:
    static constexpr int steps = 1000;
};

} // namespace flipside
