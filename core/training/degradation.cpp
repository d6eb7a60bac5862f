// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/degradation.h"

#include "core/networks/enlarger_network.h"

#include <torch/torch.h>

#include <vector>

namespace flipside {

namespace {

constexpr double blurredShare = 0.5;
constexpr double narrowestBlur = 0.5; // standard deviation in pixels of the large picture
constexpr double widestBlur = 3.5;
constexpr std::int64_t blurReach = 9;
constexpr double noisyShare = 0.3;      // of those that are not blurred
constexpr double strongestNoise = 0.03; // standard deviation
/// Of what is blurred: else the faintest pattern in a soft picture would be taken for something to bring out.
constexpr double weakestNoise = 0.01;
/// Of the noise, in squares of 2 × 2, as decoders leave that double their maps.
constexpr double coarseShare = 0.5;

bool happens(double share, Random& random)
{
    return random.uniform() < share;
}

double between(double low, double high, Random& random)
{
    return low + (high - low) * random.uniform();
}

/// Of one picture.
torch::Tensor blurred(const torch::Tensor& picture, double deviation)
{
    const torch::Tensor offsets = torch::arange(-blurReach, blurReach + 1, picture.options());
    torch::Tensor curve = torch::exp(-offsets.square() / (2.0 * deviation * deviation));
    curve /= curve.sum();
    const std::int64_t length = curve.size(0);
    // Each channel by itself, as pictures with one.
    torch::Tensor x = torch::replication_pad2d(picture, {blurReach, blurReach, blurReach, blurReach});
    x = torch::conv2d(x.transpose(0, 1), curve.view({1, 1, length, 1}));
    return torch::conv2d(x, curve.view({1, 1, 1, length})).transpose(0, 1);
}

torch::Tensor smaller(const torch::Tensor& picture, Random& random)
{
    const std::vector<std::int64_t> size = {picture.size(2) / enlargerTimes, picture.size(3) / enlargerTimes};
    switch (random.below(3)) {
    case 0:
        return at::_upsample_bicubic2d_aa(picture, size, /*align_corners=*/false);
    case 1:
        return at::_upsample_bilinear2d_aa(picture, size, /*align_corners=*/false);
    default:
        return plainlySmaller(picture);
    }
}

torch::Tensor noiseFor(const torch::Tensor& picture, double deviation, Random& random)
{
    if (!happens(coarseShare, random))
        return torch::randn_like(picture) * deviation;
    const std::int64_t height = picture.size(2);
    const std::int64_t width = picture.size(3);
    return torch::randn({1, picture.size(1), (height + 1) / 2, (width + 1) / 2}, picture.options())
               .repeat_interleave(2, 2)
               .repeat_interleave(2, 3)
               .slice(2, 0, height)
               .slice(3, 0, width) *
           deviation;
}

/// As a picture file keeps it.
torch::Tensor roundedToBytes(const torch::Tensor& pictures)
{
    return (pictures.clamp(0.0, 1.0) * 255.0).round() / 255.0;
}

} // namespace

torch::Tensor degraded(const torch::Tensor& pictures, Random& random)
{
    std::vector<torch::Tensor> all;
    for (std::int64_t i = 0; i < pictures.size(0); ++i) {
        torch::Tensor one = pictures.slice(0, i, i + 1);
        const bool isBlurred = happens(blurredShare, random);
        if (isBlurred)
            one = blurred(one, between(narrowestBlur, widestBlur, random));
        one = smaller(one, random);
        if (isBlurred || happens(noisyShare, random))
            one =
                one + noiseFor(one, between(isBlurred ? weakestNoise : 0.0, strongestNoise, random), random);
        all.push_back(one);
    }
    return roundedToBytes(torch::cat(all));
}

torch::Tensor plainlySmaller(const torch::Tensor& pictures)
{
    return torch::avg_pool2d(pictures, {enlargerTimes, enlargerTimes});
}

} // namespace flipside
