// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>

#include <algorithm>
#include <utility>
#include <vector>

namespace flipside {

/// Measures how long each event keeps the interface thread, with all that it sets off.
class TimedApplication final : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override
    {
        QElapsedTimer timer;
        timer.start();
        ++_depth;
        const bool result = QApplication::notify(receiver, event);
        if (--_depth == 0)
            _stretches.push_back(double(timer.nsecsElapsed()) / 1e6);
        return result;
    }
    std::vector<double> takeStretches() { return std::exchange(_stretches, {}); }

private:
    int _depth = 0;
    std::vector<double> _stretches;
};

inline double quantile(std::vector<double> values, double q)
{
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, std::size_t(q * double(values.size())))];
}

inline double residentMegabytes()
{
    QFile status("/proc/self/status");
    if (!status.open(QIODevice::ReadOnly))
        return 0.0;
    const QList<QByteArray> lines = status.readAll().split('\n');
    for (const QByteArray& line : lines)
        if (line.startsWith("VmRSS:"))
            return line.mid(6).simplified().split(' ').first().toDouble() / 1024.0;
    return 0.0;
}

/// Runs events until the signal that the spy watches has come once more.
inline void waitFor(QSignalSpy& painted, qsizetype count)
{
    while (painted.count() <= count)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

} // namespace flipside
