// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/bitmap.h"
#include "core/video/film_settings.h"

#include <memory>

struct AVFrame;

namespace flipside {

/// Turns pictures into the frames that a film's encoder takes: of 256 colours for a GIF, else brightness and
/// colour apart (yuv420p), by the matrix of BT.709 and in its limited range, as players expect of films.
class EncoderFrame {
public:
    explicit EncoderFrame(const FilmSettings& settings);
    ~EncoderFrame();

    /// `picture` has the film's size. The frame is valid until the next call.
    AVFrame& convert(const Bitmap& picture);

private:
    struct Buffers;

    void toYuv(const Bitmap& picture);
    void toPaletted(const Bitmap& picture);

    FilmSettings _settings;
    std::unique_ptr<Buffers> _buffers;
};

} // namespace flipside
