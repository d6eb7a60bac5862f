// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/video/libav.h"

#include "core/base/error.h"

namespace flipside::libav {

Frame makeFrame(int width, int height, AVPixelFormat format)
{
    Frame frame(av_frame_alloc());
    if (frame) {
        frame->width = width;
        frame->height = height;
        frame->format = format;
    }
    if (!frame || av_frame_get_buffer(frame.get(), 0) < 0)
        throw Error("there is no memory for a frame of " + std::to_string(width) + " × " +
                    std::to_string(height) + " pixels; choose a smaller size");
    return frame;
}

} // namespace flipside::libav
