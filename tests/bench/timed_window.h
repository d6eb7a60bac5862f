// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/compute/blas_kernels.h"
#include "ui/canvas/canvas.h"
#include "ui/neurons/neuron_heatmap.h"
#include "ui/player/player.h"
#include "ui/window/main_window.h"
#include "ui/workspace/workspace.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

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

/// A folder that is gone afterwards, with the settings of a program that starts for the first time.
struct Scratch : QTemporaryDir {
    Scratch()
    {
        QCoreApplication::setOrganizationName("Flipside");
        QCoreApplication::setApplicationName("FlipsideBench");
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, path());
    }
};

/// The window as all benchmarks open it, once the first picture of its model has been painted and what
/// follows that is done. There is one, as there is one application.
struct TimedWindow {
    TimedWindow(int& argc, char** argv, const QString& model) : application(argc, argv)
    {
        document.openModel(model);
        window.resize(1440, 900);
        window.show();
        waitFor(painted, 0);
        QTest::qWait(1000);
    }

    Scratch scratch;
    TimedApplication application;
    Player player;
    Workspace workspace{player};
    Document& document = workspace.document();
    MainWindow window{workspace};
    QSignalSpy painted{&window.canvas(), &Canvas::picturePainted};
};

/// Milliseconds from the press of the mouse on one of the first `units` cells to the painted picture.
inline std::vector<double> flipTimes(NeuronHeatmap& heatmap, int units, int flips, QSignalSpy& painted,
                                     Random& random)
{
    std::vector<double> times;
    for (int i = 0; i < flips; ++i) {
        const QPoint cell = heatmap.cellRect(int(random.below(std::uint64_t(units)))).center();
        const qsizetype before = painted.count();
        QElapsedTimer timer;
        timer.start();
        QTest::mouseClick(&heatmap, Qt::LeftButton, {}, cell);
        waitFor(painted, before);
        times.push_back(double(timer.nsecsElapsed()) / 1e6);
        // A hand is not faster than this, and what is less urgent than the picture goes on meanwhile.
        QTest::qWait(5);
    }
    return times;
}

/// Opens a model and waits until it is there.
inline void openAndWait(MainWindow& window, Document& document, const QString& model)
{
    QSignalSpy opened(&document, &Document::modelChanged);
    window.workspace().document().openModel(model);
    while (opened.isEmpty())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

} // namespace flipside
