// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/moving_webp.h"

#include "core/picture/on_white.h"

#include <memory>
#include <webp/decode.h>
#include <webp/demux.h>

namespace flipside {

namespace {

struct FreeWebp {
    void operator()(WebPDemuxer* parts) const { WebPDemuxDelete(parts); }
    void operator()(std::uint8_t* pixels) const { WebPFree(pixels); }
    void operator()(WebPIterator* frame) const { WebPDemuxReleaseIterator(frame); }
};

} // namespace

bool isMovingWebp(std::string_view file)
{
    // RFC 9649, 2.7: the flags are the first byte of the extended header.
    constexpr std::size_t flags = 20;
    return file.starts_with("RIFF") && file.size() > flags && file.substr(8).starts_with("WEBPVP8X") &&
           (static_cast<unsigned char>(file[flags]) & ANIMATION_FLAG) != 0;
}

std::optional<Bitmap> readMovingWebp(std::string_view file)
{
    const WebPData bytes{reinterpret_cast<const std::uint8_t*>(file.data()), file.size()};
    const std::unique_ptr<WebPDemuxer, FreeWebp> parts(WebPDemux(&bytes));
    WebPIterator frame{};
    if (!parts || WebPDemuxGetFrame(parts.get(), 1, &frame) == 0)
        return std::nullopt;
    const std::unique_ptr<WebPIterator, FreeWebp> release(&frame);

    // The library has checked that a frame lies within the whole.
    Bitmap bitmap{3,
                  int(WebPDemuxGetI(parts.get(), WEBP_FF_CANVAS_HEIGHT)),
                  int(WebPDemuxGetI(parts.get(), WEBP_FF_CANVAS_WIDTH)),
                  {}};
    int width = 0;
    int height = 0;
    const std::unique_ptr<std::uint8_t, FreeWebp> pixels(
        WebPDecodeRGBA(frame.fragment.bytes, frame.fragment.size, &width, &height));
    if (!pixels || frame.x_offset + width > bitmap.width || frame.y_offset + height > bitmap.height)
        return std::nullopt;
    bitmap.pixels.assign(3 * bitmap.planeSize(), 255);
    const std::uint8_t* pixel = pixels.get();
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x, pixel += 4)
            for (int c = 0; c < 3; ++c)
                bitmap.plane(c)[std::size_t(frame.y_offset + y) * std::size_t(bitmap.width) +
                                std::size_t(frame.x_offset + x)] = onWhite(pixel[c], pixel[3]);
    return bitmap;
}

} // namespace flipside
