// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/interpolation.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>

namespace flipside {

namespace {

struct NamedInterpolation {
    Interpolation interpolation;
    const char* name;
    const char* words;
};

constexpr std::array<NamedInterpolation, 4> namedInterpolations{{
    {Interpolation::Nearest, "nearest", "Sharp pixels"},
    {Interpolation::Linear, "linear", "Smooth (bilinear)"},
    {Interpolation::Cubic, "cubic", "Smooth, crisper (bicubic)"},
    {Interpolation::Lanczos, "lanczos", "Smooth, crispest (Lanczos)"},
}};

const NamedInterpolation& named(Interpolation interpolation)
{
    return *std::ranges::find(namedInterpolations, interpolation, &NamedInterpolation::interpolation);
}

} // namespace

const std::vector<Interpolation>& interpolations()
{
    static const std::vector<Interpolation> all = [] {
        std::vector<Interpolation> list;
        list.reserve(std::size(namedInterpolations));
        for (const NamedInterpolation& each : namedInterpolations)
            list.push_back(each.interpolation);
        return list;
    }();
    return all;
}

std::string toString(Interpolation interpolation)
{
    return named(interpolation).name;
}

std::string interpolationWords(Interpolation interpolation)
{
    return named(interpolation).words;
}

} // namespace flipside
