// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/support/known_pictures.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

namespace flipside::test {

namespace {

/// 1 inside of an edge that lies at 0, 0 outside, over a pixel's width.
double inside(double distance)
{
    return std::clamp(0.5 - distance, 0.0, 1.0);
}

/// How much of a pixel at (x, y) of a picture of side 1 each thing covers; `pixel` is a pixel's side.
struct Cover {
    double disc;
    double bar;
    double ring;
};

Cover coverAt(double x, double y, double pixel)
{
    const double fromMiddle = std::hypot(x - 0.5, y - 0.5);
    return {inside((std::hypot(x - 0.3, y - 0.35) - 0.18) / pixel),
            inside((std::abs(0.6 * x + 0.8 * y - 0.9) - 0.02) / pixel),
            inside((std::abs(std::remainder(fromMiddle, 0.12)) - 0.02) / pixel)};
}

} // namespace

Image bicubic(const Image& picture, int times)
{
    const torch::Tensor pixels = torch::from_blob(const_cast<float*>(picture.pixels.data()), // only read
                                                  {1, picture.channels, picture.height, picture.width});
    const torch::Tensor larger =
        torch::upsample_bicubic2d(pixels,
                                  {std::int64_t{times} * picture.height, std::int64_t{times} * picture.width},
                                  /*align_corners=*/false)
            .clamp(0.0, 1.0)
            .contiguous();
    const float* first = larger.data_ptr<float>();
    return {picture.channels, times * picture.height, times * picture.width, {first, first + larger.numel()}};
}

Image shapes(int height, int width)
{
    Image image{3, height, width, {}};
    const double side = std::max(height, width);
    const double disc[] = {0.9, 0.75, 0.2};
    const double bar[] = {0.15, 0.1, 0.3};
    const double ring[] = {0.85, 0.3, 0.35};
    for (int c = 0; c < 3; ++c)
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) {
                const Cover cover = coverAt((x + 0.5) / side, (y + 0.5) / side, 1.0 / side);
                double value = 0.3 + 0.1 * c + 0.3 * y / side;
                value += cover.ring * (ring[c] - value);
                value += cover.disc * (disc[c] - value);
                value += cover.bar * (bar[c] - value);
                image.pixels.push_back(float(value));
            }
    return image;
}

double psnr(const Image& one, const Image& other)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < one.pixels.size(); ++i)
        sum += std::pow(double(one.pixels[i]) - double(other.pixels[i]), 2);
    return -10.0 * std::log10(sum / double(one.pixels.size()));
}

} // namespace flipside::test
