// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/picture_likeness.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace flipside {

namespace {

/// Standard deviations from which on a picture has light and dark, and pictures differ enough.
constexpr double plainDeviation = 0.1;
constexpr double plainSpread = 0.3; ///< as a share of the deviation in each
constexpr double nothing = 1e-9;

double deviationOf(const Image& image)
{
    double sum = 0.0;
    double squares = 0.0;
    for (const float pixel : image.pixels) {
        sum += double(pixel);
        squares += double(pixel) * double(pixel);
    }
    const auto count = double(image.pixels.size());
    return std::sqrt(std::max(0.0, squares / count - sum / count * (sum / count)));
}

/// The mean difference between a pixel and the one to its right or below it.
double differenceOfNeighbours(const Image& image)
{
    double sum = 0.0;
    std::size_t count = 0;
    for (int c = 0; c < image.channels; ++c)
        for (int y = 0; y + 1 < image.height; ++y)
            for (int x = 0; x + 1 < image.width; ++x) {
                const float here = image.at(c, y, x);
                sum += double(std::abs(here - image.at(c, y, x + 1))) +
                       double(std::abs(here - image.at(c, y + 1, x)));
                count += 2;
            }
    return count == 0 ? 0.0 : sum / double(count);
}

/// The standard deviation of a pixel from picture to picture, a root mean square over all pixels.
double deviationBetween(const std::vector<Image>& pictures)
{
    double squares = 0.0;
    for (std::size_t i = 0; i < pictures.front().pixels.size(); ++i) {
        double sum = 0.0;
        double own = 0.0;
        for (const Image& picture : pictures) {
            sum += double(picture.pixels[i]);
            own += double(picture.pixels[i]) * double(picture.pixels[i]);
        }
        const auto count = double(pictures.size());
        squares += std::max(0.0, own / count - sum / count * (sum / count));
    }
    return std::sqrt(squares / double(pictures.front().pixels.size()));
}

} // namespace

double pictureLikeness(const std::vector<Image>& pictures)
{
    if (pictures.empty() || pictures.front().pixels.empty())
        return 0.0;
    double deviation = 0.0;
    double difference = 0.0;
    for (const Image& picture : pictures) {
        deviation += deviationOf(picture) / double(pictures.size());
        difference += differenceOfNeighbours(picture) / double(pictures.size());
    }
    if (deviation < nothing)
        return 0.0;
    // E|a - b| of two independent normal numbers is 2σ/√π.
    const double ofNoise = 2.0 * deviation * std::numbers::inv_sqrtpi;
    const double smooth = std::clamp(1.0 - difference / ofNoise, 0.0, 1.0);
    const double contrast = std::min(1.0, deviation / plainDeviation);
    const double spread =
        pictures.size() < 2 ? 1.0 : std::min(1.0, deviationBetween(pictures) / (plainSpread * deviation));
    return smooth * contrast * spread;
}

} // namespace flipside
