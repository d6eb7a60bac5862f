// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <QWidget>

namespace flipside {

/// Shows an audience what the person at the keys does: what was pressed, for a moment, and a ring where the
/// pointer is.
class Presenter : public QObject {
    Q_OBJECT
public:
    explicit Presenter(QWidget& window);

    void setActive(bool active);
    /// What it shows now; empty where no key was pressed lately.
    QString shownKeys() const { return _keys; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    /// Lies over the window and lets everything through.
    class Overlay;

    void takeKey(const QKeyEvent& event);
    void takePointer(QPoint place, bool isPressed);

    QWidget& _window;
    Overlay* _overlay;
    QString _keys;
    QTimer _clearing;
};

} // namespace flipside
