// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/video/film_encoder.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace flipside {

namespace {

/// Encoding shares the machine with a decoder that is being played. The number is fixed, as x264's result
/// depends on it.
constexpr int threads = 2;

void set(AVCodecContext& encoder, const char* option, const std::string& value)
{
    av_opt_set(encoder.priv_data, option, value.c_str(), 0);
}

/// A quality of 1..100 on a scale of the encoder's that begins at `worst` and ends at `best`.
int onScale(int quality, double worst, double best)
{
    return int(std::lround(worst + (best - worst) * quality / 100.0));
}

void setQuality(AVCodecContext& encoder, const std::string& name, int quality)
{
    if (name == "libx264") {
        encoder.thread_count = threads;
        set(encoder, "preset", "medium");
        set(encoder, "crf", std::to_string(onScale(quality, 50, 10))); // 75 gives 20, hardly a loss
        // At many sizes (112 × 112, 1008 × 1008) its macroblock tree reads memory that nobody has written,
        // and equal pictures do not give equal bytes.
        set(encoder, "mbtree", "0");
    } else if (name == "mpeg4") {
        encoder.flags |= AV_CODEC_FLAG_QSCALE;
        encoder.global_quality = FF_QP2LAMBDA * onScale(quality, 15, 1);
    } else if (name == "libvpx-vp9" || name == "libvpx") {
        encoder.thread_count = threads;
        set(encoder, "deadline", "good");
        set(encoder, "cpu-used", "4");
        set(encoder, "crf", std::to_string(onScale(quality, 60, 10)));
        // VP8 takes its quality as what it may reach within a bit rate, VP9 as what it shall reach without
        // one.
        encoder.bit_rate = name == "libvpx" ? 50'000'000 : 0;
    }
}

void setColours(AVCodecContext& encoder)
{
    // Brightness and colour by BT.709; its primaries are those of sRGB, whose curve the pictures have.
    encoder.colorspace = AVCOL_SPC_BT709;
    encoder.color_primaries = AVCOL_PRI_BT709;
    encoder.color_trc = AVCOL_TRC_IEC61966_2_1;
    encoder.color_range = AVCOL_RANGE_MPEG;
    encoder.chroma_sample_location = AVCHROMA_LOC_LEFT;
}

} // namespace

libav::Codec openFilmEncoder(const FilmSettings& settings, bool headerApart)
{
    av_log_set_level(AV_LOG_QUIET); // what goes wrong is said in an Error
    const std::string name = encoderOf(settings.format);
    const AVCodec* codec = avcodec_find_encoder_by_name(name.c_str());
    libav::Codec encoder(codec ? avcodec_alloc_context3(codec) : nullptr);
    if (!encoder)
        throw Error("libavcodec has no encoder for " + filmFormatName(settings.format) +
                    "; choose another format");
    encoder->width = settings.width;
    encoder->height = settings.height;
    encoder->sample_aspect_ratio = {1, 1};
    encoder->time_base = {1, settings.framesPerSecond};
    encoder->framerate = {settings.framesPerSecond, 1};
    encoder->thread_count = 1;
    encoder->flags |= AV_CODEC_FLAG_BITEXACT;
    if (headerApart)
        encoder->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    encoder->pix_fmt = settings.format == FilmFormat::Gif ? AV_PIX_FMT_PAL8 : AV_PIX_FMT_YUV420P;
    if (settings.format != FilmFormat::Gif)
        setColours(*encoder);
    setQuality(*encoder, name, settings.quality);
    if (avcodec_open2(encoder.get(), codec, nullptr) < 0)
        throw Error("the encoder " + name + " refuses films of " + std::to_string(settings.width) + " × " +
                    std::to_string(settings.height) + " pixels; choose another size or format");
    return encoder;
}

} // namespace flipside
