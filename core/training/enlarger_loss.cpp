// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/enlarger_loss.h"

#include "core/networks/enlarger_network.h"
#include "core/training/degradation.h"

#include <torch/torch.h>

#include <tuple>

namespace flipside {

namespace {

constexpr double stepWeight = 0.5;
constexpr double pixelWeight = 0.3;
constexpr double grainWeight = 0.05; // of responses with a spread of 1
constexpr std::int64_t filters = 48;
constexpr std::int64_t filterSide = 5;
/// Neighbours say nearly the same, and sorting them takes the most time. What the network adds may differ
/// from one of its 4 × 4 places to the next, which shows as a lattice: so each look is at one of those places
/// alone, where the grain must be the painting's as everywhere.
constexpr std::int64_t stride = enlargerTimes;
constexpr double leastSpread = 0.01;

torch::Tensor distance(const torch::Tensor& one, const torch::Tensor& other)
{
    return (one - other).abs().mean();
}

torch::Tensor stepsDown(const torch::Tensor& x)
{
    return x.slice(2, 1) - x.slice(2, 0, -1);
}

torch::Tensor stepsAcross(const torch::Tensor& x)
{
    return x.slice(3, 1) - x.slice(3, 0, -1);
}

/// What each filter says of each part of each picture, in rising order: B × filters × parts.
torch::Tensor sortedResponses(const torch::Tensor& pictures, const torch::Tensor& weights)
{
    const torch::Tensor responses = torch::conv2d(pictures, weights, /*bias=*/{}, stride).flatten(2);
    return std::get<0>(responses.sort(2));
}

/// Filters blind to a picture's brightness and colour, as those are held by the small picture.
torch::Tensor drawnFilters(const torch::Tensor& pictures)
{
    const torch::Tensor weights =
        torch::randn({filters, pictures.size(1), filterSide, filterSide}, pictures.options());
    return weights - weights.mean({2, 3}, /*keepdim=*/true);
}

torch::Tensor grainDistance(const torch::Tensor& allMade, const torch::Tensor& allReal)
{
    const auto places = torch::randint(stride, {2});
    const auto down = places[0].item<std::int64_t>();
    const auto across = places[1].item<std::int64_t>();
    const torch::Tensor made = allMade.slice(2, down).slice(3, across);
    const torch::Tensor real = allReal.slice(2, down).slice(3, across);
    const torch::Tensor weights = drawnFilters(real);
    const torch::Tensor wanted = sortedResponses(real, weights);
    const torch::Tensor spread = wanted.std(2, /*unbiased=*/false, /*keepdim=*/true) + leastSpread;
    return distance(sortedResponses(made, weights) / spread, wanted / spread);
}

} // namespace

torch::Tensor sharpLoss(const torch::Tensor& made, const torch::Tensor& real)
{
    return distance(made, real) + stepWeight * (distance(stepsDown(made), stepsDown(real)) +
                                                distance(stepsAcross(made), stepsAcross(real)));
}

torch::Tensor painterlyLoss(const torch::Tensor& made, const torch::Tensor& real)
{
    return distance(plainlySmaller(made), plainlySmaller(real)) + pixelWeight * distance(made, real) +
           grainWeight * (grainDistance(made, real) +
                          grainDistance(torch::avg_pool2d(made, {2, 2}), torch::avg_pool2d(real, {2, 2})));
}

} // namespace flipside
