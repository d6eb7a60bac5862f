// SPDX-License-Identifier: GPL-3.0-or-later
#include "variation/breeding.h"

#include "base/random.h"
#include "motion/slerp.h"

#include <cmath>
#include <set>
#include <utility>

namespace flipside {
namespace {

/// Weights uniform over the simplex (exponential variables over their sum), one parent after the other.
std::vector<float> mixedLatent(const std::vector<Recipe>& parents, Random& random)
{
    std::vector<float> z = parents.front().z;
    double sum = -std::log(1.0 - random.uniform());
    for (std::size_t i = 1; i < parents.size(); ++i) {
        const double weight = -std::log(1.0 - random.uniform());
        sum += weight;
        z = slerp(z, parents[i].z, sum > 0.0 ? weight / sum : 0.5);
    }
    return z;
}

std::vector<Edit> mixedEdits(const std::vector<Recipe>& parents, Random& random)
{
    std::vector<Edit> edits;
    std::set<std::pair<std::string, int>> seen;
    for (const Recipe& parent : parents)
        for (const Edit& edit : parent.edits) {
            if (!seen.emplace(edit.layer, edit.unit).second)
                continue;
            const Recipe& chosen = parents[std::size_t(random.below(parents.size()))];
            if (const Edit* own = chosen.findEdit(edit.layer, edit.unit))
                edits.push_back(*own);
        }
    return edits;
}

} // namespace

Recipe child(const Generation& generation, int index)
{
    Random random(Random::derivedSeed(generation.seed, std::uint64_t(index)));
    Recipe made;
    made.model = generation.parents.front().model;
    made.z = mixedLatent(generation.parents, random);
    made.edits = mixedEdits(generation.parents, random);
    const double turn = generation.mutation;
    const double stay = std::sqrt(1.0 - turn * turn);
    for (float& number : made.z)
        number = float(stay * double(number) + turn * random.normal());
    std::erase_if(made.edits, [&](const Edit&) { return random.uniform() < turn / 2.0; });
    return made;
}

} // namespace flipside
