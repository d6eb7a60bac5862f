// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/interpolation.h"
#include "core/video/film_format.h"

namespace flipside {

/// What a film looks like.
struct FilmSettings {
    FilmFormat format = FilmFormat::Mp4;
    int width = 512; ///< pixels, 16..8192; even for MP4 and WebM, which keep colour for 2 × 2 pixels at once
    int height = 512;         ///< pixels, likewise
    int framesPerSecond = 30; ///< 1..240; a GIF at most 50, as viewers slow down faster ones
    Interpolation interpolation = Interpolation::Nearest;
    /// 1 (smallest file) .. 100 (no loss that can be seen); for MP4 and WebM, as GIF and PNG are always as
    /// good as they can be.
    int quality = 75;

    bool operator==(const FilmSettings&) const = default;
};

/// Throws ArgumentError, with what to choose instead, where no film can have these settings, or none here.
void checkFilmSettings(const FilmSettings& settings);

} // namespace flipside
