// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/bitmap.h"
#include "core/video/film_settings.h"

#include <filesystem>
#include <memory>

namespace flipside {

/// Where frames of the film's own size go. What is not finished leaves nothing behind. Every call throws
/// Error.
class FilmOutput {
public:
    virtual ~FilmOutput() = default;
    virtual void add(const Bitmap& frame) = 0;
    virtual void finish() = 0;
};

/// A file that libav encodes.
std::unique_ptr<FilmOutput> encodedFilm(const std::filesystem::path& path, const FilmSettings& settings);

/// A folder of pictures, 000001.png and on.
std::unique_ptr<FilmOutput> pictureSequence(const std::filesystem::path& path);

} // namespace flipside
