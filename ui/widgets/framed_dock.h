// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDockWidget>

namespace flipside {

/// A dock that has a frame while it floats. Qt draws none around one with a title of its own.
class FramedDock : public QDockWidget {
    Q_OBJECT
public:
    using QDockWidget::QDockWidget;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace flipside
