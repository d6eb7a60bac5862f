// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/motion/frame_clock.h"

#include <QScreen>
#include <QWidget>

#include <algorithm>

namespace flipside {
namespace {

/// Some screens say 0, or nonsense.
constexpr double slowestRate = 24.0;
constexpr double fastestRate = 240.0;

} // namespace

FrameClock::FrameClock(const QWidget& widget, QObject* parent) : QObject(parent), _widget(widget)
{
    _timer.setTimerType(Qt::PreciseTimer);
    connect(&_timer, &QTimer::timeout, this, [this] {
        const double seconds = double(_sinceTick.nsecsElapsed()) * 1e-9;
        _sinceTick.restart();
        emit ticked(seconds);
    });
}

void FrameClock::start()
{
    if (isRunning())
        return;
    const double rate = std::clamp(_widget.screen()->refreshRate(), slowestRate, fastestRate);
    _sinceTick.start();
    _timer.start(int(1000.0 / rate));
}

} // namespace flipside
