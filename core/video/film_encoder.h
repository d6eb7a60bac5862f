// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/video/film_settings.h"
#include "core/video/libav.h"

namespace flipside {

/// Opens the best encoder that is there for a film. Equal frames give equal bytes on any machine: nothing
/// depends on how many cores it has. `headerApart`: the file format keeps the encoder's header outside the
/// frames. Throws Error.
libav::Codec openFilmEncoder(const FilmSettings& settings, bool headerApart);

} // namespace flipside
