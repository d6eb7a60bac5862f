// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/video/encoder_frame.h"

#include "core/base/error.h"
#include "core/video/libav.h"
#include "core/video/palette.h"

#include <algorithm>

namespace flipside {

struct EncoderFrame::Buffers {
    libav::Frame colours; ///< planes of green, blue and red; not for a GIF
    libav::Frame frame;
    libav::Scaler toYuv; ///< not for a GIF
};

namespace {

libav::Scaler yuvConversion(int width, int height)
{
    libav::Scaler conversion(sws_getContext(width, height, AV_PIX_FMT_GBRP, width, height, AV_PIX_FMT_YUV420P,
                                            SWS_BICUBIC | libav::exactly, nullptr, nullptr, nullptr));
    const int* matrix = sws_getCoefficients(SWS_CS_ITU709);
    constexpr int full = 1, limited = 0, unchanged = 1 << 16;
    if (!conversion || sws_setColorspaceDetails(conversion.get(), matrix, full, matrix, limited, 0, unchanged,
                                                unchanged) < 0)
        throw Error("libswscale cannot convert frames of " + std::to_string(width) + " × " +
                    std::to_string(height) + " pixels; choose another size");
    return conversion;
}

} // namespace

EncoderFrame::EncoderFrame(const FilmSettings& settings)
    : _settings(settings), _buffers(std::make_unique<Buffers>())
{
    const bool paletted = settings.format == FilmFormat::Gif;
    _buffers->frame =
        libav::makeFrame(settings.width, settings.height, paletted ? AV_PIX_FMT_PAL8 : AV_PIX_FMT_YUV420P);
    if (paletted)
        return;
    _buffers->colours = libav::makeFrame(settings.width, settings.height, AV_PIX_FMT_GBRP);
    _buffers->toYuv = yuvConversion(settings.width, settings.height);
}

EncoderFrame::~EncoderFrame() = default;

AVFrame& EncoderFrame::convert(const Bitmap& picture)
{
    // The encoder may still look at the frame before.
    if (av_frame_make_writable(_buffers->frame.get()) < 0)
        throw Error("there is no memory for another frame of the film; choose a smaller size");
    if (_settings.format == FilmFormat::Gif)
        toPaletted(picture);
    else
        toYuv(picture);
    return *_buffers->frame;
}

void EncoderFrame::toYuv(const Bitmap& picture)
{
    AVFrame& colours = *_buffers->colours;
    AVFrame& frame = *_buffers->frame;
    constexpr int channels[] = {1, 2, 0}; // in libav's order: green, blue, red
    for (int plane = 0; plane < 3; ++plane)
        av_image_copy_plane(colours.data[plane], colours.linesize[plane],
                            picture.plane(picture.channels == 3 ? channels[plane] : 0), picture.width,
                            picture.width, picture.height);
    sws_scale(_buffers->toYuv.get(), colours.data, colours.linesize, 0, picture.height, frame.data,
              frame.linesize);
}

void EncoderFrame::toPaletted(const Bitmap& picture)
{
    // Sharp squares stay flat; a pattern of dots within them would show.
    const PalettedPicture paletted = toPalette(picture, _settings.interpolation != Interpolation::Nearest);
    AVFrame& frame = *_buffers->frame;
    av_image_copy_plane(frame.data[0], frame.linesize[0], paletted.pixels.data(), picture.width,
                        picture.width, picture.height);
    constexpr std::uint32_t opaque = 0xff000000;
    auto* colours = reinterpret_cast<std::uint32_t*>(frame.data[1]);
    std::transform(paletted.colours.begin(), paletted.colours.end(), colours,
                   [](std::uint32_t colour) { return opaque | colour; });
}

} // namespace flipside
