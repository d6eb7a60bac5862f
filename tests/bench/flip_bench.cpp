// SPDX-License-Identifier: GPL-3.0-or-later
// Plays the whole window as a hand would and prints one JSON object: how long a flip takes from the press of
// the mouse to the painted picture, and how long the interface thread is busy at a stretch, also while a slow
// decoder works.
#include "tests/bench/timed_window.h"
#include "tests/core/support/test_models.h"
#include "ui/neurons/neuron_panel.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>
#include <vector>

using namespace flipside;

namespace {

constexpr int flips = 400;
constexpr int dragSteps = 300;
constexpr double slowDecodeSeconds = 2.0;

QJsonObject benchFlips(TimedApplication& application, MainWindow& window, QSignalSpy& painted)
{
    QJsonObject result;
    Random random(1);
    std::vector<double> all;
    for (NeuronHeatmap* heatmap : window.findChild<NeuronPanel*>()->heatmaps()) {
        const std::vector<double> times = flipTimes(*heatmap, 200, flips, painted, random);
        all.insert(all.end(), times.begin(), times.end());
    }
    const auto stretches = application.takeStretches();
    result["flip_median_ms"] = quantile(all, 0.5);
    result["flip_p99_ms"] = quantile(all, 0.99);
    result["longest_stretch_ms"] = quantile(stretches, 1.0);
    return result;
}

/// Drags a latent as fast as events come, while the decoder needs seconds for each picture.
double longestStretchWhileSlow(TimedApplication& application, MainWindow& window, Document& document,
                               const QString& model)
{
    openAndWait(window, document, model);
    QTest::qWait(500);
    application.takeStretches();
    for (int i = 0; i < dragSteps; ++i) {
        document.setLatent(0, float(i) / dragSteps, "drag");
        QTest::qWait(5);
    }
    document.endGesture();
    return quantile(application.takeStretches(), 1.0);
}

} // namespace

int main(int argc, char** argv)
{
    chooseBlasKernels();
    TimedWindow timed(argc, argv, "mnist");
    auto& [scratch, application, player, workspace, document, window, painted] = timed;
    application.takeStretches();

    QJsonObject result;
    result["resident_mb"] = residentMegabytes();
    const QJsonObject flipTimes = benchFlips(application, window, painted);
    for (auto it = flipTimes.begin(); it != flipTimes.end(); ++it)
        result[it.key()] = it.value();
    const QString slow = scratch.filePath("slow");
    test::writeSlowModel(slow.toStdString(), slowDecodeSeconds);
    result["longest_stretch_slow_model_ms"] = longestStretchWhileSlow(application, window, document, slow);
    std::puts(QJsonDocument(result).toJson(QJsonDocument::Compact).constData());
    return 0;
}
