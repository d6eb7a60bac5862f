// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace flipside {

/// What truncation scales: z = ψ · base for every dimension that is not locked. Keeps the base while ψ is 0,
/// and follows changes of z that come from elsewhere (a slider, undo), so that moving ψ never makes z jump.
class LatentBase {
public:
    /// A new draw from the prior; z becomes truncated(ψ).
    void draw(std::vector<float> base) { _base = std::move(base); }

    /// [dimension], or empty before the first z.
    const std::vector<float>& values() const { return _base; }

    /// ψ · base; locked dimensions keep the value they have in `present`.
    std::vector<float> truncated(double psi, const std::vector<float>& present,
                                 const std::vector<bool>& locked) const;

    /// z has changed while the truncation shown was `psi`. Returns the truncation that z now has: another one
    /// where z is a multiple of the base (undo of a truncation), `psi` where single dimensions moved.
    double follow(const std::vector<float>& z, double psi, const std::vector<bool>& locked);

private:
    std::vector<float> _base;
};

} // namespace flipside
