// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recipe/pattern.h"

#include "core/base/error.h"
#include "core/base/random.h"

#include <algorithm>
#include <array>
#include <utility>

namespace flipside {

namespace {

constexpr std::array<std::pair<Pattern, const char*>, 3> names{
    {{Pattern::Constant, "constant"}, {Pattern::Typical, "typical"}, {Pattern::Exemplar, "exemplar"}}};

/// More than a profile keeps: it counts round.
constexpr std::uint64_t differentExemplars = 100;

} // namespace

int exemplarFor(std::uint64_t seed, int unit)
{
    return int(Random::derivedSeed(seed, std::uint64_t(unit)) % differentExemplars);
}

std::string toString(Pattern pattern)
{
    return std::ranges::find(names, pattern, &std::pair<Pattern, const char*>::first)->second;
}

Pattern patternFrom(const std::string& text)
{
    const auto found = std::ranges::find_if(names, [&](const auto& name) { return text == name.second; });
    if (found == names.end())
        throw ArgumentError("unknown pattern \"" + text + "\": use constant, typical or exemplar");
    return found->first;
}

} // namespace flipside
