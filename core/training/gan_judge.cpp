// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/gan_judge.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/networks/conv_critic.h"

#include <torch/torch.h>

#include <algorithm>
#include <vector>

namespace flipside {

namespace {

// An epoch is judged by as many samples as it has learned from, so that judging does not take longer.
constexpr std::int64_t fewestJudged = 200;
constexpr std::int64_t mostJudged = 2000;
// Of pictures of up to 64×64; of larger ones fewer, or their maps would fill the memory.
constexpr std::int64_t mostJudgedAtOnce = 200;
constexpr std::int64_t pixelsJudgedAtOnce = mostJudgedAtOnce * 64 * 64;

} // namespace

GanJudge::GanJudge(const GanMaterial& material, torch::Device device)
    : _critic(makeConvCritic(material.channels(), material.side())), _device(device),
      _samples(std::clamp(material.size(), fewestJudged, mostJudged)),
      _atOnce(
          std::min(mostJudgedAtOnce, pixelsJudgedAtOnce / (std::int64_t{material.side()} * material.side())))
{
    _critic.to(device);
    Random random(1);
    const std::int64_t count = std::min(material.size(), mostJudged);
    std::vector<torch::Tensor> parts;
    for (std::int64_t first = 0; first < count; first += _atOnce)
        parts.push_back(
            features(material.drawn(torch::arange(first, std::min(count, first + _atOnce)), random)));
    _real = featureStatistics(torch::cat(parts));
}

double GanJudge::distance(torch::jit::Module& generator, int latent, std::uint64_t seed,
                          const Progress& progress)
{
    const torch::NoGradGuard noGradients;
    torch::manual_seed(seed); // every epoch is judged by the same draws of z
    std::vector<torch::Tensor> parts;
    for (std::int64_t first = 0; first < _samples; first += _atOnce) {
        if (progress.cancelled())
            throw Cancelled();
        const std::int64_t count = std::min(_samples - first, _atOnce);
        parts.push_back(features(generator.forward({torch::randn({count, latent}).to(_device)}).toTensor()));
    }
    return frechetDistance(_real, featureStatistics(torch::cat(parts)));
}

torch::Tensor GanJudge::features(const torch::Tensor& examples)
{
    const torch::NoGradGuard noGradients;
    return _critic.get_method("features")({examples.to(_device)}).toTensor().cpu();
}

} // namespace flipside
