// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace flipside {

/// An endless smooth way through latent space from a point on. Every number of z is a stationary Gaussian
/// process of its own with unit variance and covariance exp(−t²/2), made of random Fourier features (Rahimi
/// and Recht, NIPS 2007), so z is a draw from N(0, I) at any time. Any time can be asked for; the same seed
/// gives the same way.
class LatentWalk {
public:
    LatentWalk(std::vector<float> start, std::uint64_t seed);

    /// z after a time of 0 or more; 1 is about how long it takes to get somewhere else. Dimensions that are
    /// `locked` stay at the start; an empty list locks none.
    std::vector<float> at(double time, const std::vector<bool>& locked = {}) const;
    /// Every dimension at a time of its own, of 0 or more: a dimension whose time stands still holds its
    /// number. As many times as dimensions.
    std::vector<float> at(std::span<const double> times) const;

private:
    float number(std::size_t dimension, double time) const;

    struct Wave {
        double frequency = 0.0;
        double phase = 0.0;
    };
    std::vector<float> _start;
    std::vector<Wave> _waves; ///< [dimension][wave]
};

} // namespace flipside
