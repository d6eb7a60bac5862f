// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The libraries of FFmpeg, and what frees their objects. For the sources of this room alone.
extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libswscale/swscale.h>
}

#include <memory>

namespace flipside::libav {

struct Free {
    void operator()(AVFrame* frame) const { av_frame_free(&frame); }
    void operator()(AVPacket* packet) const { av_packet_free(&packet); }
    void operator()(AVCodecContext* context) const { avcodec_free_context(&context); }
    void operator()(AVFormatContext* context) const
    {
        if (context->pb)
            avio_closep(&context->pb);
        avformat_free_context(context);
    }
    void operator()(SwsContext* context) const { sws_freeContext(context); }
};

using Frame = std::unique_ptr<AVFrame, Free>;
using Packet = std::unique_ptr<AVPacket, Free>;
using Codec = std::unique_ptr<AVCodecContext, Free>;
using Format = std::unique_ptr<AVFormatContext, Free>;
using Scaler = std::unique_ptr<SwsContext, Free>;

/// A frame with memory of its own, aligned and padded as libav's fastest code wants it.
Frame makeFrame(int width, int height, AVPixelFormat format);

/// Flags for a conversion that gives the same pixels on every processor, as exactly as it can.
constexpr int exactly = SWS_ACCURATE_RND | SWS_BITEXACT | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP;

} // namespace flipside::libav
