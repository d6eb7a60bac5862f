// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

class QWidget;

namespace flipside {

/// Ticks as often as the screen that a widget is on shows a picture, and says how much time has gone by.
class FrameClock : public QObject {
    Q_OBJECT
public:
    explicit FrameClock(const QWidget& widget, QObject* parent = nullptr);

    void start();
    void stop() { _timer.stop(); }
    bool isRunning() const { return _timer.isActive(); }

signals:
    /// `seconds` since the tick before, or since the start.
    void ticked(double seconds);

private:
    const QWidget& _widget;
    QTimer _timer;
    QElapsedTimer _sinceTick;
};

} // namespace flipside
