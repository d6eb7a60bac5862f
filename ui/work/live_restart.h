// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/work/background_instrument.h"

#include <QElapsedTimer>
#include <QTimer>

namespace flipside {

/// Says when background work is to begin anew because something that it depends on has changed. What is under
/// way gets a moment to show something first: a slider's drag, with a change every few milliseconds, would
/// else show nothing until its end.
class LiveRestart : public QObject {
    Q_OBJECT
public:
    explicit LiveRestart(const BackgroundInstrument& instrument, QObject* parent = nullptr)
        : QObject(parent), _instrument(instrument)
    {
        _pause.setSingleShot(true);
        connect(&_pause, &QTimer::timeout, this, &LiveRestart::consider);
    }

    /// Something has changed.
    void ask()
    {
        if (!_pause.isActive())
            _pause.start(_instrument.isBusy() ? pauseMilliseconds : 0);
    }
    /// Work has begun.
    void begin()
    {
        _isAnswered = false;
        _since.start();
    }
    /// It has shown something.
    void answer() { _isAnswered = true; }

signals:
    void due();

private:
    void consider()
    {
        if (_instrument.isBusy() && !_isAnswered && _since.elapsed() < patienceMilliseconds)
            _pause.start(pauseMilliseconds);
        else
            emit due();
    }

    static constexpr qint64 patienceMilliseconds = 250;
    static constexpr int pauseMilliseconds = 20;
    const BackgroundInstrument& _instrument;
    QTimer _pause;
    QElapsedTimer _since;
    bool _isAnswered = false;
};

} // namespace flipside
