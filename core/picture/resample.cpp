// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/resample.h"

#include "core/base/error.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace flipside {

namespace {

/// Rows that are brought to their width at once: only these are there in their whole length.
constexpr int rowsAtOnce = 16;

/// One side of a picture that gets another length, of which a part is wanted.
struct Side {
    int before = 0;
    int after = 0;
    int first = 0; ///< of the part
    int count = 0;
};

int methodFor(const Side& side, Interpolation interpolation)
{
    if (side.after < side.before)
        return cv::INTER_AREA;
    switch (interpolation) {
    case Interpolation::Linear:
        return cv::INTER_LINEAR;
    case Interpolation::Cubic:
        return cv::INTER_CUBIC;
    case Interpolation::Lanczos:
        return cv::INTER_LANCZOS4;
    case Interpolation::Nearest:
        break;
    }
    return cv::INTER_NEAREST;
}

/// Which pixel each one of the part repeats. In whole numbers: OpenCV multiplies by a rounded 1 / scale,
/// which at 49 times begins every second square one pixel late.
std::vector<int> repeatedPixels(const Side& side)
{
    std::vector<int> pixels(static_cast<std::size_t>(side.count));
    for (int i = 0; i < side.count; ++i)
        pixels[std::size_t(i)] =
            int((2 * std::int64_t(side.first + i) + 1) * side.before / (2 * std::int64_t(side.after)));
    return pixels;
}

void resizeAcross(const cv::Mat& source, cv::Mat& target, const Side& side, int method)
{
    if (method == cv::INTER_NEAREST) {
        const std::vector<int> pixels = repeatedPixels(side);
        for (int y = 0; y < source.rows; ++y)
            for (int x = 0; x < side.count; ++x)
                target.at<float>(y, x) = source.at<float>(y, pixels[std::size_t(x)]);
        return;
    }
    cv::Mat wide;
    for (int y = 0; y < source.rows; y += rowsAtOnce) {
        const int end = std::min(y + rowsAtOnce, source.rows);
        cv::resize(source.rowRange(y, end), wide, {side.after, end - y}, 0, 0, method);
        wide.colRange(side.first, side.first + side.count).copyTo(target.rowRange(y, end));
    }
}

void resizeDown(const cv::Mat& source, cv::Mat& target, const Side& side, int method)
{
    if (method == cv::INTER_NEAREST) {
        const std::vector<int> pixels = repeatedPixels(side);
        for (int y = 0; y < side.count; ++y)
            source.row(pixels[std::size_t(y)]).copyTo(target.row(y));
        return;
    }
    if (side.count == side.after) {
        cv::resize(source, target, target.size(), 0, 0, method);
        return;
    }
    cv::Mat high;
    cv::resize(source, high, {source.cols, side.after}, 0, 0, method);
    high.rowRange(side.first, side.first + side.count).copyTo(target);
}

} // namespace

Image resampled(const Image& image, int height, int width, Interpolation interpolation)
{
    return resampledPart(image, height, width, interpolation, {0, 0, width, height});
}

Image resampledPart(const Image& image, int height, int width, Interpolation interpolation,
                    const PicturePart& part)
{
    if (height < 1 || width < 1 || image.height < 1 || image.width < 1)
        throw ArgumentError("a picture must have 1 pixel or more each way; choose another size");
    if (part.width < 1 || part.height < 1 || part.x < 0 || part.y < 0 || part.x > width - part.width ||
        part.y > height - part.height)
        throw ArgumentError("a part of a picture must lie inside of it; choose another part");
    const Side across{image.width, width, part.x, part.width};
    const Side down{image.height, height, part.y, part.height};
    Image result{image.channels, part.height, part.width, {}};
    result.pixels.resize(result.size());
    cv::Mat wide(image.height, part.width, CV_32F);
    for (int c = 0; c < image.channels; ++c) {
        // OpenCV takes no pointer to const; the source is only read.
        const cv::Mat source(image.height, image.width, CV_32F,
                             const_cast<float*>(image.pixels.data()) +
                                 std::ptrdiff_t(c) * image.height * image.width);
        cv::Mat target(part.height, part.width, CV_32F,
                       result.pixels.data() + std::ptrdiff_t(c) * part.height * part.width);
        resizeAcross(source, wide, across, methodFor(across, interpolation));
        resizeDown(wide, target, down, methodFor(down, interpolation));
    }
    // The curved ones swing beyond black and white along edges.
    for (float& pixel : result.pixels)
        pixel = std::clamp(pixel, 0.0f, 1.0f);
    return result;
}

} // namespace flipside
