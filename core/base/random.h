// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>

namespace flipside {

/// Random numbers that are the same from the same seed on every machine. The C++ standard fixes the generator
/// (mt19937_64) but not the distributions, so those are written out here.
class Random {
public:
    explicit Random(std::uint64_t seed) : _bits(seed) {}

    /// A number that depends on `seed` and `index` alone: sample i of a run gets its own generator, so that
    /// samples can be drawn in any order, in batches or in shards (SplitMix64 of Steele et al., OOPSLA 2014).
    static std::uint64_t derivedSeed(std::uint64_t seed, std::uint64_t index)
    {
        std::uint64_t x = seed + (index + 1) * 0x9E3779B97F4A7C15ull;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
        return x ^ (x >> 31);
    }

    /// Uniform in [0, 1), 53 bits.
    double uniform() { return static_cast<double>(_bits() >> 11) * 0x1.0p-53; }

    /// Uniform integer in [0, n); n > 0. Rejection keeps it free of modulo bias.
    std::uint64_t below(std::uint64_t n)
    {
        const std::uint64_t limit = ~0ull - (~0ull % n + 1) % n;
        std::uint64_t bits = _bits();
        while (bits > limit)
            bits = _bits();
        return bits % n;
    }

    /// Standard normal (Box and Muller, 1958).
    double normal()
    {
        if (_hasSpare) {
            _hasSpare = false;
            return _spare;
        }
        const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
        const double angle = 2.0 * std::numbers::pi * uniform();
        _spare = radius * std::sin(angle);
        _hasSpare = true;
        return radius * std::cos(angle);
    }

private:
    std::mt19937_64 _bits;
    double _spare = 0.0;
    bool _hasSpare = false;
};

} // namespace flipside
