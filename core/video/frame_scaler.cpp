// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/video/frame_scaler.h"

#include "core/base/error.h"
#include "core/video/libav.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace flipside {

struct FrameScaler::Smooth {
    libav::Frame from;
    libav::Frame to;
    libav::Scaler scaler;

    void prepare(int fromWidth, int fromHeight, int toWidth, int toHeight, int method);
};

namespace {

int method(Interpolation interpolation)
{
    switch (interpolation) {
    case Interpolation::Linear:
        return SWS_BILINEAR;
    case Interpolation::Cubic:
        return SWS_BICUBIC;
    case Interpolation::Lanczos:
        return SWS_LANCZOS;
    case Interpolation::Nearest:
        break;
    }
    return SWS_POINT;
}

/// The pixel of `from` that the middle of pixel `position` of `to` falls on.
int nearest(int position, int from, int to)
{
    return int((2 * std::int64_t(position) + 1) * from / (2 * std::int64_t(to)));
}

} // namespace

void FrameScaler::Smooth::prepare(int fromWidth, int fromHeight, int toWidth, int toHeight, int method)
{
    if (scaler && from->width == fromWidth && from->height == fromHeight && to->width == toWidth &&
        to->height == toHeight)
        return;
    from = libav::makeFrame(fromWidth, fromHeight, AV_PIX_FMT_GRAY8);
    to = libav::makeFrame(toWidth, toHeight, AV_PIX_FMT_GRAY8);
    scaler.reset(sws_getContext(fromWidth, fromHeight, AV_PIX_FMT_GRAY8, toWidth, toHeight, AV_PIX_FMT_GRAY8,
                                method | libav::exactly, nullptr, nullptr, nullptr));
    if (!scaler)
        throw Error("pictures of " + std::to_string(fromWidth) + " × " + std::to_string(fromHeight) +
                    " pixels cannot be scaled to " + std::to_string(toWidth) + " × " +
                    std::to_string(toHeight) + "; choose another scaling or size");
}

FrameScaler::FrameScaler(int width, int height, Interpolation interpolation)
    : _interpolation(interpolation), _frame{0, height, width, {}}, _smooth(std::make_unique<Smooth>())
{
}

FrameScaler::~FrameScaler() = default;

const Bitmap& FrameScaler::scale(const Image& picture)
{
    if (picture.width < 1 || picture.height < 1)
        throw Error("a frame of the film is an empty picture; leave it out");
    const Bitmap bitmap = toBitmap(picture);
    if (_frame.channels != bitmap.channels) {
        _frame.channels = bitmap.channels;
        _frame.pixels.resize(std::size_t(_frame.channels) * _frame.planeSize());
    }
    const double factor =
        std::min(double(_frame.width) / picture.width, double(_frame.height) / picture.height);
    const int width = std::clamp(int(std::lround(picture.width * factor)), 1, _frame.width);
    const int height = std::clamp(int(std::lround(picture.height * factor)), 1, _frame.height);
    if (width < _frame.width || height < _frame.height)
        std::fill(_frame.pixels.begin(), _frame.pixels.end(), std::uint8_t{0});
    if (_interpolation == Interpolation::Nearest || (width == picture.width && height == picture.height))
        scaleNearest(bitmap, width, height);
    else
        scaleSmoothly(bitmap, width, height);
    return _frame;
}

void FrameScaler::scaleNearest(const Bitmap& picture, int width, int height)
{
    const int left = (_frame.width - width) / 2;
    const int top = (_frame.height - height) / 2;
    std::vector<int> columns(std::size_t(width), 0);
    for (int x = 0; x < width; ++x)
        columns[std::size_t(x)] = nearest(x, picture.width, width);
    for (int c = 0; c < picture.channels; ++c) {
        int drawn = -1; // the picture's row that the row above shows
        for (int y = 0; y < height; ++y) {
            std::uint8_t* row = _frame.plane(c) + std::ptrdiff_t(top + y) * _frame.width + left;
            const int wanted = nearest(y, picture.height, height);
            const std::uint8_t* source = picture.plane(c) + std::ptrdiff_t(wanted) * picture.width;
            if (wanted == drawn)
                std::memcpy(row, row - _frame.width, std::size_t(width));
            else
                std::transform(columns.begin(), columns.end(), row, [&](int x) { return source[x]; });
            drawn = wanted;
        }
    }
}

void FrameScaler::scaleSmoothly(const Bitmap& picture, int width, int height)
{
    // Every channel by itself, as a grey picture: as colours, swscale would take it through YUV and back.
    _smooth->prepare(picture.width, picture.height, width, height, method(_interpolation));
    AVFrame& from = *_smooth->from;
    AVFrame& to = *_smooth->to;
    const int left = (_frame.width - width) / 2;
    const int top = (_frame.height - height) / 2;
    for (int c = 0; c < picture.channels; ++c) {
        av_image_copy_plane(from.data[0], from.linesize[0], picture.plane(c), picture.width, picture.width,
                            picture.height);
        sws_scale(_smooth->scaler.get(), from.data, from.linesize, 0, picture.height, to.data, to.linesize);
        av_image_copy_plane(_frame.plane(c) + std::ptrdiff_t(top) * _frame.width + left, _frame.width,
                            to.data[0], to.linesize[0], width, height);
    }
}

} // namespace flipside
