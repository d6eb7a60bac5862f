// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/motion/latent_walk.h"

#include "core/base/random.h"

#include <cmath>
#include <numbers>
#include <utility>

namespace flipside {
namespace {

constexpr std::size_t wavesPerDimension = 16;

} // namespace

LatentWalk::LatentWalk(std::vector<float> start, std::uint64_t seed) : _start(std::move(start))
{
    Random random(seed);
    _waves.resize(_start.size() * wavesPerDimension);
    for (Wave& wave : _waves) {
        wave.frequency = random.normal();
        wave.phase = 2.0 * std::numbers::pi * random.uniform();
    }
}

float LatentWalk::number(std::size_t dimension, double time) const
{
    // How much of the start is left; the variance stays 1.
    const double left = std::exp(-time * time / 2.0);
    const double gone = std::sqrt(1.0 - left * left) * std::sqrt(2.0 / double(wavesPerDimension));
    double sum = 0.0;
    for (std::size_t k = 0; k < wavesPerDimension; ++k) {
        const Wave& wave = _waves[dimension * wavesPerDimension + k];
        sum += std::cos(wave.frequency * time + wave.phase);
    }
    return float(left * double(_start[dimension]) + gone * sum);
}

std::vector<float> LatentWalk::at(double time, const std::vector<bool>& locked) const
{
    std::vector<float> z = _start;
    for (std::size_t i = 0; i < z.size(); ++i)
        if (!(i < locked.size() && locked[i]))
            z[i] = number(i, time);
    return z;
}

std::vector<float> LatentWalk::at(std::span<const double> times) const
{
    std::vector<float> z(_start.size());
    for (std::size_t i = 0; i < z.size(); ++i)
        z[i] = number(i, times[i]);
    return z;
}

} // namespace flipside
