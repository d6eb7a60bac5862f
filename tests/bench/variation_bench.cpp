// SPDX-License-Identifier: GPL-3.0-or-later
// Opens the variations in the window and prints one JSON object: for a dense and a convolutional model, how
// long an 8×8 sheet of each kind takes from the change of the recipe to its first row and to its last
// picture, what the decoder alone needs for the same 64 pictures, and how many pictures a second the canvas
// shows of a drag with and without the sheet.
#include "core/decoder/decoder.h"
#include "core/instrument/instrument.h"
#include "tests/bench/timed_window.h"
#include "ui/variations/variation_grid.h"
#include "ui/variations/variations_panel.h"

#include <QComboBox>
#include <QDockWidget>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>
#include <vector>

using namespace flipside;

namespace {

constexpr int sheets = 15;
constexpr int dragMilliseconds = 3000;

/// What the decoder alone needs for the sheet's pictures, all at once or in rows, whichever is faster.
double bareMilliseconds(const QString& model, const VariationGrid& grid)
{
    Instrument instrument(findModel(model.toStdString())); // whose profile knows the recipes' patterns
    Decoder& decoder = instrument.decoder();
    std::vector<Recipe> recipes;
    for (int cell = 0; cell < grid.count(); ++cell)
        if (const auto variation = grid.variation(cell))
            recipes.push_back(variation->recipe);
    const auto inBatches = [&](std::size_t size) {
        std::vector<double> times;
        for (int i = 0; i < sheets; ++i) {
            QElapsedTimer timer;
            timer.start();
            for (std::size_t first = 0; first < recipes.size(); first += size)
                (void)decoder.renderImages(
                    std::span(recipes).subspan(first, std::min(size, recipes.size() - first)));
            times.push_back(double(timer.nsecsElapsed()) / 1e6);
        }
        return quantile(times, 0.5);
    };
    return std::min(inBatches(recipes.size()), inBatches(largestSheet));
}

QJsonObject benchKind(Document& document, VariationsPanel& panel, VariationKind kind, const QString& model)
{
    QSignalSpy advanced(&panel, &VariationsPanel::advanced), completed(&panel, &VariationsPanel::completed);
    panel.findChild<QComboBox*>("variationKind")->setCurrentIndex(int(kind));
    document.setLatent(0, 0.01f, {});
    waitFor(completed, 0);
    std::vector<double> first, all;
    for (int i = 0; i < sheets; ++i) {
        QTest::qWait(50);
        const qsizetype told = advanced.count(), done = completed.count();
        QElapsedTimer timer;
        timer.start();
        document.setLatent(0, float(i + 1) / sheets, {});
        waitFor(advanced, told);
        first.push_back(double(timer.nsecsElapsed()) / 1e6);
        waitFor(completed, done);
        all.push_back(double(timer.nsecsElapsed()) / 1e6);
    }
    return {{"first_row_ms", quantile(first, 0.5)},
            {"complete_ms", quantile(all, 0.5)},
            {"bare_ms", bareMilliseconds(model, *panel.findChild<VariationGrid*>())}};
}

double picturesPerSecond(Document& document, QSignalSpy& painted)
{
    const qsizetype before = painted.count();
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < dragMilliseconds) {
        document.setLatent(0, float(timer.elapsed()) / dragMilliseconds, "drag");
        QTest::qWait(5);
    }
    document.endGesture();
    return double(painted.count() - before) * 1000.0 / double(timer.elapsed());
}

} // namespace

int main(int argc, char** argv)
{
    chooseBlasKernels();
    TimedWindow timed(argc, argv, "mnist");
    auto& [scratch, application, player, workspace, document, window, painted] = timed;
    auto* dock = window.findChild<QDockWidget*>("variationsDock");
    dock->raise(); // a panel is made when it is first seen
    auto* panel = window.findChild<VariationsPanel*>();
    auto* sides = panel->findChild<QComboBox*>("variationSide");
    sides->setCurrentIndex(sides->findData(largestSheet));

    QJsonObject result;
    for (const char* model : {"mnist", "celeba"}) {
        openAndWait(window, document, model);
        window.findChild<QDockWidget*>("neuronsDock")->raise();
        QTest::qWait(1000);
        QJsonObject one;
        one["drag_without"] = picturesPerSecond(document, painted);
        dock->raise();
        QTest::qWait(500);
        one["rolls"] = benchKind(document, *panel, VariationKind::SchemeRolls, model);
        one["flips"] = benchKind(document, *panel, VariationKind::SingleFlips, model);
        one["steps"] = benchKind(document, *panel, VariationKind::LatentSteps, model);
        application.takeStretches();
        one["drag_with"] = picturesPerSecond(document, painted);
        one["longest_stretch_ms"] = quantile(application.takeStretches(), 1.0);
        result[model] = one;
    }
    std::puts(QJsonDocument(result).toJson(QJsonDocument::Compact).constData());
    return 0;
}
