// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/motion/timeline.h"
#include "core/picture/image.h"
#include "core/picture/resizing_method.h"
#include "core/video/film_settings.h"

#include <filesystem>
#include <stop_token>
#include <vector>

namespace flipside {

class Instrument;

/// Makes the pictures of a timeline's frames in order, in batches of equal size, so that equal timelines give
/// equal pictures: frame n is the timeline at its timeOfFrame(n). Belongs to the instrument's thread.
class FrameRenderer {
public:
    /// On edits without a value get it from the profile. Throws Error where the instrument is of another
    /// model than the keyframes, of which there must be one.
    FrameRenderer(Instrument& instrument, const Timeline& timeline, int framesPerSecond,
                  const std::stop_token& stop = {});

    int frames() const { return _frames; }
    /// Frames are asked for one after the other, from 0 on. Throws as Decoder::renderImages does.
    Image picture(int frame);

private:
    Instrument& _instrument;
    Timeline _timeline;
    int _framesPerSecond;
    std::stop_token _stop;
    int _frames;
    int _first = 0; ///< of the pictures that are there
    std::vector<Image> _pictures;
};

/// Renders a timeline, which must have a keyframe, as a film of these settings, whose pictures are brought to
/// its size by `method`. Throws Error where it cannot be rendered or written, Cancelled when `progress` asks
/// for it, also in the midst of a decode; then nothing of it is left.
void renderFilm(Instrument& instrument, const Timeline& timeline, const std::filesystem::path& path,
                FilmSettings settings, const ResizingMethod& method, Progress& progress);

} // namespace flipside
