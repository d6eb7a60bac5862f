// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

namespace flipside {

/// Gives its widget the height that its texts need at the width there is, takes no more of that for itself,
/// and scrolls where there is less.
class FittingScrollArea : public QScrollArea {
    Q_OBJECT
public:
    /// Its widget is made in its viewport, and then given to setWidget: a full one that is moved there is
    /// styled anew.
    explicit FittingScrollArea(QWidget* parent = nullptr);

    void setWidget(QWidget& widget);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fit();
};

} // namespace flipside
