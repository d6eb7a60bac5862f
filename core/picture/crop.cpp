// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/crop.h"

#include "core/base/error.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace flipside {

Image cropped(const Image& image, int height, int width, const Crop& crop)
{
    if (height < 1 || width < 1 || image.height < 1 || image.width < 1)
        throw ArgumentError("a picture must have 1 pixel or more each way; choose another size");
    if (!(crop.size > 0.0 && crop.size <= 1.0))
        throw ArgumentError("the part of a picture that is used must be above 0 and at most 1");
    const double scale = crop.size * std::min(double(image.width) / width, double(image.height) / height);
    const int partWidth = std::clamp(int(std::lround(width * scale)), 1, image.width);
    const int partHeight = std::clamp(int(std::lround(height * scale)), 1, image.height);
    const auto start = [](double centre, int part, int whole) {
        return std::clamp(int(std::lround(centre * whole - part / 2.0)), 0, whole - part);
    };
    const cv::Rect part(start(crop.centreX, partWidth, image.width),
                        start(crop.centreY, partHeight, image.height), partWidth, partHeight);
    Image result{image.channels, height, width, {}};
    result.pixels.resize(result.size());
    for (int c = 0; c < image.channels; ++c) {
        // OpenCV takes no pointer to const; the source is only read.
        const cv::Mat plane(image.height, image.width, CV_32F,
                            const_cast<float*>(image.pixels.data()) +
                                std::ptrdiff_t(c) * image.height * image.width);
        cv::Mat target(height, width, CV_32F, result.pixels.data() + std::ptrdiff_t(c) * height * width);
        cv::resize(plane(part), target, target.size(), 0, 0,
                   partWidth > width ? cv::INTER_AREA : cv::INTER_LINEAR);
    }
    return result;
}

} // namespace flipside
