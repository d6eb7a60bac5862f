// SPDX-License-Identifier: GPL-3.0-or-later
// Renders a film of the MNIST model and plays it in the window, and prints one JSON object: how many frames
// of 512×512 a second are ready for an encoder, beside single decodes of the same frames; how many pictures
// a second are painted while it plays, and how long the interface thread is busy at a stretch.
#include "core/instrument/instrument.h"
#include "core/instrument/render_film.h"
#include "core/model/model_folder.h"
#include "core/video/encoder_frame.h"
#include "core/video/frame_scaler.h"
#include "tests/bench/timed_window.h"
#include "ui/document/film.h"
#include "ui/motion/film_player.h"
#include "ui/motion/motion_panel.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QScreen>

#include <cstdio>

using namespace flipside;

namespace {

constexpr int filmSide = 512;
constexpr int rate = 60;
constexpr int keyframes = 8;
constexpr int playedMilliseconds = 4000;

Timeline timelineOf(Instrument& instrument)
{
    SchemeCall call;
    Timeline timeline;
    timeline.loops = true;
    for (const Recipe& recipe : instrument.sample(call, 1, 0, keyframes))
        timeline.keyframes.push_back({recipe, 2.0, Easing::Smooth});
    return timeline;
}

/// Seconds for one frame after the other, ready for an encoder; `picture` renders it.
template <typename Picture>
double preparedPerSecond(int frames, const Picture& picture)
{
    const FilmSettings settings{.width = filmSide, .height = filmSide, .framesPerSecond = rate};
    FrameScaler scaler(settings.width, settings.height, settings.interpolation);
    EncoderFrame frame(settings);
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < frames; ++i)
        frame.convert(scaler.scale(picture(i)));
    return frames / (double(timer.nsecsElapsed()) * 1e-9);
}

} // namespace

int main(int argc, char** argv)
{
    chooseBlasKernels();
    Instrument instrument(findModel("mnist"));
    const Timeline timeline = timelineOf(instrument);
    FrameRenderer renderer(instrument, timeline, rate);
    QJsonObject result;
    result["rendered_per_second"] =
        preparedPerSecond(renderer.frames(), [&](int frame) { return renderer.picture(frame); });
    result["single_per_second"] = preparedPerSecond(renderer.frames(), [&](int frame) {
        return instrument.decoder().render(timeline.at(double(frame) / rate)).image;
    });

    TimedWindow timed(argc, argv, "mnist");
    auto& [scratch, application, player, workspace, document, window, painted] = timed;
    window.workspace().film().restore(timeline);
    QTest::qWait(1500); // until the keyframes have their pictures
    application.takeStretches();
    const qsizetype before = painted.count();
    window.findChild<MotionPanel*>()->player().play();
    QTest::qWait(playedMilliseconds);
    window.findChild<MotionPanel*>()->player().pause();
    const auto stretches = application.takeStretches();
    result["played_per_second"] = double(painted.count() - before) * 1000.0 / playedMilliseconds;
    result["screen_rate"] = window.screen()->refreshRate();
    result["longest_stretch_ms"] = quantile(stretches, 1.0);
    std::puts(QJsonDocument(result).toJson(QJsonDocument::Compact).constData());
    return 0;
}
