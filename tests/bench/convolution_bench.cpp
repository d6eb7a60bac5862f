// SPDX-License-Identifier: GPL-3.0-or-later
// Plays the window with convolutional decoders and prints one JSON object: a channel's flip in every layer of
// the faces, from the press of the mouse to the painted picture, with a constant and in a pattern; a drag of
// a latent on a decoder of 256×256 pictures; flips in the last third of Brushwork's layers and a drag of one
// of its directions; and a generator of 10 MB from its file to the first picture.
#include "core/decoder/decoder.h"
#include "core/import/import_model.h"
#include "core/model/model_folder.h"
#include "core/variation/latent_axes.h"
#include "tests/bench/timed_window.h"
#include "tests/core/support/test_models.h"
#include "ui/document/live_scheme.h"
#include "ui/neurons/neuron_panel.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>
#include <vector>

using namespace flipside;

namespace {

constexpr int flips = 200;
constexpr int repaintFlips = 60;
constexpr int fewestChannels = 32; ///< of the faces' layers
constexpr int dragMilliseconds = 3000;
constexpr int wideMaps = 128; ///< 1.2 million parameters
constexpr int wideSide = 256;
constexpr int importedMaps = 256; ///< 10 MB
constexpr int importedSide = 64;

QJsonArray benchFlips(MainWindow& window, QSignalSpy& painted)
{
    QJsonArray layers;
    Random random(1);
    for (NeuronHeatmap* heatmap : window.findChild<NeuronPanel*>()->heatmaps()) {
        const std::vector<double> times = flipTimes(*heatmap, fewestChannels, flips, painted, random);
        layers.append(QJsonObject{{"median_ms", quantile(times, 0.5)}, {"p99_ms", quantile(times, 0.99)}});
    }
    return layers;
}

/// Of 512×512 pictures.
QJsonObject benchRepainting(TimedApplication& application, MainWindow& window, Document& document,
                            QSignalSpy& painted)
{
    openAndWait(window, document, QStringLiteral("brushwork"));
    QTest::qWait(2000);
    application.takeStretches();
    std::vector<double> all;
    Random random(1);
    const auto heatmaps = window.findChild<NeuronPanel*>()->heatmaps();
    for (std::size_t layer = heatmaps.size() * 2 / 3; layer < heatmaps.size(); ++layer) {
        const std::vector<double> times =
            flipTimes(*heatmaps[layer], fewestChannels, repaintFlips, painted, random);
        all.insert(all.end(), times.begin(), times.end());
        document.clearFlips();
    }
    const double longest = quantile(application.takeStretches(), 1.0);

    const LatentAxes axes(document.model()->card);
    const qsizetype before = painted.count();
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < dragMilliseconds) {
        Recipe next = document.recipe();
        std::vector<float> values = axes.values(next.z);
        values.front() = float(timer.elapsed()) / dragMilliseconds;
        next.z = axes.placed(next.z, values);
        document.change("drag", next, "drag");
        QTest::qWait(5);
    }
    document.endGesture();
    const double seconds = double(timer.elapsed()) / 1000.0;
    return {{"median_ms", quantile(all, 0.5)},
            {"p99_ms", quantile(all, 0.99)},
            {"longest_stretch_ms", longest},
            {"drag_longest_stretch_ms", quantile(application.takeStretches(), 1.0)},
            {"drag_pictures_per_second", double(painted.count() - before) / seconds},
            {"plain_ms", Decoder(findModel("brushwork")).measurePlain(20)}};
}

QJsonObject benchDrag(TimedApplication& application, Document& document, QSignalSpy& painted)
{
    QTest::qWait(500);
    application.takeStretches();
    const qsizetype before = painted.count();
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < dragMilliseconds) {
        document.setLatent(0, float(timer.elapsed()) / dragMilliseconds, "drag");
        QTest::qWait(5);
    }
    document.endGesture();
    const double seconds = double(timer.elapsed()) / 1000.0;
    return {{"longest_stretch_ms", quantile(application.takeStretches(), 1.0)},
            {"pictures_per_second", double(painted.count() - before) / seconds}};
}

} // namespace

int main(int argc, char** argv)
{
    chooseBlasKernels();
    TimedWindow timed(argc, argv, "celeba");
    auto& [scratch, application, player, workspace, document, window, painted] = timed;
    const auto root = std::filesystem::path(scratch.path().toStdString());

    QJsonObject result;
    result["flips"] = benchFlips(window, painted);
    SchemeCall call = document.scheme().call();
    call.pattern = Pattern::Typical;
    document.scheme().change(call, "pattern");
    document.clearFlips();
    result["pattern_flips"] = benchFlips(window, painted);

    result["repainting"] = benchRepainting(application, window, document, painted);

    test::writeUpsamplingModel(root / "wide", wideMaps, wideSide);
    openAndWait(window, document, QString::fromStdString((root / "wide").string()));
    result["wide"] = benchDrag(application, document, painted);
    result["wide_plain_ms"] = Decoder(ModelFolder(root / "wide")).measurePlain(50);

    test::writeUpsamplingModel(root / "exported", importedMaps, importedSide);
    result["import_mb"] = double(std::filesystem::file_size(root / "exported" / "decoder.pt")) / 1e6;
    QElapsedTimer timer;
    timer.start();
    ModelImport given;
    given.decoder = root / "exported" / "decoder.pt";
    given.id = "imported";
    Progress progress;
    const auto folder = importModel(given, root / "models", progress).folder;
    result["import_ms"] = double(timer.nsecsElapsed()) / 1e6;
    const qsizetype before = painted.count();
    openAndWait(window, document, QString::fromStdString(folder.string()));
    waitFor(painted, before);
    result["import_to_picture_ms"] = double(timer.nsecsElapsed()) / 1e6;
    std::puts(QJsonDocument(result).toJson(QJsonDocument::Compact).constData());
    return 0;
}
