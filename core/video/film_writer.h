// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/picture/image.h"
#include "core/video/film_settings.h"

#include <filesystem>
#include <functional>
#include <memory>

namespace flipside {

class FilmOutput;
class FrameScaler;

/// Writes a film, frame by frame, whole or not at all: it grows under a hidden name beside its target and
/// takes the target's place when it is finished. Every picture becomes exactly one frame, shown for 1 /
/// framesPerSecond seconds (a WebM keeps times in thousandths, a GIF in hundredths of a second: a frame's
/// time is rounded, the film's length stays). The same pictures and settings give the same bytes. Used by one
/// thread at a time.
class FilmWriter {
public:
    /// For a sequence of PNG `path` is a folder, which must not exist yet or be empty; else a file, over
    /// which is written. Throws ArgumentError for settings that no film can have (see checkFilmSettings),
    /// Error where the film cannot be written.
    FilmWriter(const std::filesystem::path& path, const FilmSettings& settings);
    /// Removes a film that was not finished.
    ~FilmWriter();

    /// Adds a frame: a picture of any size, 1 or 3 channels, scaled to the film's size; where its shape is
    /// another, it stands in the middle on black. Throws Error (disk full, …); then the film is given up and
    /// removed.
    void add(const Image& picture);

    /// Ends the film, which must have a frame, and gives it its name. Throws Error likewise.
    void finish();

private:
    void orGiveUp(const std::function<void()>& step);

    std::filesystem::path _path;
    std::unique_ptr<FrameScaler> _scaler;
    std::unique_ptr<FilmOutput> _output; ///< none once finished or given up
    bool _empty = true;
};

/// Writes a film of `frames` pictures, 1 or more; `picture` makes each of them, in order. Throws Cancelled
/// when `progress` asks for it, and leaves nothing behind then.
void writeFilm(const std::filesystem::path& path, const FilmSettings& settings, int frames,
               const std::function<Image(int frame)>& picture, Progress& progress);

} // namespace flipside
