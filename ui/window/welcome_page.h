// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace flipside {

/// What stands in the canvas's place while no model is open: what to do, and a button that does it. It
/// scrolls where there is little room.
class WelcomePage : public QWidget {
    Q_OBJECT
public:
    explicit WelcomePage(QWidget* parent = nullptr);

    /// While the first model is on its way nothing is said: it takes less than a second.
    void setOpening(bool opening);

signals:
    void openRequested();

private:
    QWidget* _words = nullptr;
};

} // namespace flipside
