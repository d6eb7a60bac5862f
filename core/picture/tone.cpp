// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/tone.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

namespace flipside {

namespace {

/// How much nearer a border must come before a picture is taken for a negative.
constexpr double clearlyNearer = 0.1;

/// Light and shade across paper end below this share of the border's pixels.
constexpr double backgroundShare = 0.9;
/// The strongest ink begins at this share of all pixels.
constexpr double inkShare = 0.98;
constexpr float leastContrast = 0.08f;

std::vector<float> borderPixels(const Image& image)
{
    std::vector<float> border;
    for (int c = 0; c < image.channels; ++c)
        for (int y = 0; y < image.height; ++y) {
            const bool whole = y == 0 || y == image.height - 1;
            for (int x = 0; x < image.width; x += whole ? 1 : std::max(1, image.width - 1))
                border.push_back(image.at(c, y, x));
        }
    return border;
}

/// The value that this share of the values lies below.
float quantile(std::vector<float> values, double share)
{
    if (values.empty())
        return 0.0f;
    const auto place = values.begin() + std::ptrdiff_t(share * double(values.size() - 1));
    std::nth_element(values.begin(), place, values.end());
    return *place;
}

} // namespace

Image negative(Image image)
{
    for (float& pixel : image.pixels)
        pixel = 1.0f - pixel;
    return image;
}

Image withFullContrast(Image image)
{
    const bool isLight = borderBrightness(image) > 0.5;
    if (isLight)
        image = negative(std::move(image));
    const float low = quantile(borderPixels(image), backgroundShare);
    const float high = quantile(image.pixels, inkShare);
    if (high - low > leastContrast)
        for (float& pixel : image.pixels)
            pixel = std::clamp((pixel - low) / (high - low), 0.0f, 1.0f);
    return isLight ? negative(std::move(image)) : image;
}

double borderBrightness(const Image& image)
{
    const std::vector<float> border = borderPixels(image);
    return border.empty() ? 0.0 : std::accumulate(border.begin(), border.end(), 0.0) / double(border.size());
}

bool looksNegative(const Image& image, double usualBorder)
{
    const double border = borderBrightness(image);
    return std::abs(usualBorder - (1.0 - border)) + clearlyNearer < std::abs(usualBorder - border);
}

} // namespace flipside
