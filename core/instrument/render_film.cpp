// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/instrument/render_film.h"

#include "core/base/error.h"
#include "core/instrument/instrument.h"
#include "core/sandbox/run_limit.h"
#include "core/video/film_writer.h"

#include <algorithm>
#include <stop_token>
#include <utility>

namespace flipside {
namespace {

/// Enough to gain what batches gain, and few enough that a slow decoder can be stopped: it looks whether it
/// is to go on after a layer of the whole batch.
constexpr int batch = 8;

} // namespace

FrameRenderer::FrameRenderer(Instrument& instrument, const Timeline& timeline, int framesPerSecond,
                             const std::stop_token& stop)
    : _instrument(instrument), _timeline(timeline), _framesPerSecond(framesPerSecond), _stop(stop),
      _frames(timeline.frames(framesPerSecond))
{
    for (Keyframe& keyframe : _timeline.keyframes) {
        if (keyframe.recipe.model != instrument.card().id)
            throw Error("a keyframe is of the model " + keyframe.recipe.model + ", not of " +
                        instrument.card().id + "; remove it, or open that model");
        keyframe.recipe = instrument.resolved(keyframe.recipe);
        keyframe.recipe.inputs = completed(keyframe.recipe.inputs, instrument.card().inputs);
    }
}

Image FrameRenderer::picture(int frame)
{
    if (frame < _first || frame >= _first + int(_pictures.size())) {
        std::vector<Recipe> recipes;
        for (int i = frame; i < std::min(frame + batch, _frames); ++i)
            recipes.push_back(_timeline.at(_timeline.timeOfFrame(i, _framesPerSecond)));
        _pictures = _instrument.decoder().renderImages(recipes, _stop);
        _first = frame;
    }
    return std::move(_pictures[std::size_t(frame - _first)]);
}

void renderFilm(Instrument& instrument, const Timeline& timeline, const std::filesystem::path& path,
                FilmSettings settings, const ResizingMethod& method, Progress& progress)
{
    const RunScope cancellable(progress);
    settings.interpolation = method.interpolation;
    FrameRenderer renderer(instrument, timeline, settings.framesPerSecond);
    writeFilm(
        path, settings, renderer.frames(),
        [&](int frame) { return method.prepared(renderer.picture(frame)); }, progress);
}

} // namespace flipside
