// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/variation/latent_base.h"

#include <cmath>
#include <cstddef>

namespace flipside {
namespace {

/// Coordinates along directions that are kept in 16 bits come back a little otherwise.
constexpr double tolerance = 1e-4;
/// Below this, dividing z by ψ says nothing about the base any more.
constexpr double smallestPsi = 0.05;

bool isLocked(const std::vector<bool>& locked, std::size_t i)
{
    return i < locked.size() && locked[i];
}

} // namespace

std::vector<float> LatentBase::truncated(double psi, const std::vector<float>& present,
                                         const std::vector<bool>& locked) const
{
    std::vector<float> z = present;
    for (std::size_t i = 0; i < z.size() && i < _base.size(); ++i)
        if (!isLocked(locked, i))
            z[i] = float(psi * double(_base[i]));
    return z;
}

double LatentBase::follow(const std::vector<float>& z, double psi, const std::vector<bool>& locked)
{
    if (z.size() != _base.size()) {
        _base = z;
        return 1.0;
    }
    const auto isMultiple = [&](double factor) {
        for (std::size_t i = 0; i < z.size(); ++i)
            if (!isLocked(locked, i) && std::abs(double(z[i]) - factor * double(_base[i])) > tolerance)
                return false;
        return true;
    };
    if (isMultiple(psi))
        return psi;
    double product = 0.0;
    double square = 0.0;
    bool isZero = true;
    for (std::size_t i = 0; i < z.size(); ++i) {
        if (isLocked(locked, i))
            continue;
        product += double(z[i]) * double(_base[i]);
        square += double(_base[i]) * double(_base[i]);
        isZero = isZero && z[i] == 0.0f;
    }
    // All zero is a reset (nothing to scale back to) rather than a truncation by 0.
    if (!isZero && square > 0.0) {
        const double factor = product / square;
        if (factor > 0.0 && factor <= 1.0 && isMultiple(factor))
            return factor;
    }
    if (psi < smallestPsi) {
        _base = z;
        return 1.0;
    }
    for (std::size_t i = 0; i < z.size(); ++i)
        if (std::abs(double(z[i]) - psi * double(_base[i])) > tolerance)
            _base[i] = float(double(z[i]) / psi);
    return psi;
}

} // namespace flipside
