// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/video/film_writer.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/video/film_output.h"
#include "core/video/frame_scaler.h"

namespace flipside {

FilmWriter::FilmWriter(const std::filesystem::path& path, const FilmSettings& settings) : _path(path)
{
    checkFilmSettings(settings);
    removeAbandonedTemporaries(std::filesystem::absolute(path).parent_path());
    _scaler = std::make_unique<FrameScaler>(settings.width, settings.height, settings.interpolation);
    _output =
        settings.format == FilmFormat::PngSequence ? pictureSequence(path) : encodedFilm(path, settings);
}

FilmWriter::~FilmWriter() = default;

void FilmWriter::add(const Image& picture)
{
    orGiveUp([&] {
        _output->add(_scaler->scale(picture));
        _empty = false;
    });
}

void FilmWriter::finish()
{
    orGiveUp([&] {
        if (_empty)
            throw Error("the film " + _path.string() + " has no frame; add one or more");
        _output->finish();
    });
    _output.reset();
}

/// Does what writes to the film; where it fails, nothing of the film stays.
void FilmWriter::orGiveUp(const std::function<void()>& step)
{
    if (!_output)
        throw Error("the film " + _path.string() + " is closed already; begin a new one");
    try {
        step();
    } catch (...) {
        _output.reset();
        throw;
    }
}

void writeFilm(const std::filesystem::path& path, const FilmSettings& settings, int frames,
               const std::function<Image(int)>& picture, Progress& progress)
{
    FilmWriter film(path, settings);
    for (int frame = 0; frame < frames; ++frame) {
        if (progress.cancelled())
            throw Cancelled();
        progress.report(double(frame) / frames,
                        "frame " + std::to_string(frame + 1) + " of " + std::to_string(frames));
        film.add(picture(frame));
    }
    if (progress.cancelled())
        throw Cancelled();
    film.finish();
    progress.report(1.0, "done");
}

} // namespace flipside
