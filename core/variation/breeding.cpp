// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/variation/breeding.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/motion/slerp.h"
#include "core/variation/latent_steps.h"

#include <algorithm>
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

void checkParents(const std::vector<Recipe>& parents)
{
    if (parents.empty())
        throw ArgumentError("children need parents; choose one picture or more");
    for (const Recipe& parent : parents) {
        if (parent.model != parents.front().model)
            throw ArgumentError("the parents are of different models, " + parents.front().model + " and " +
                                parent.model + "; choose pictures of one model");
        if (parent.z.size() != parents.front().z.size())
            throw ArgumentError("the parents' latents are of different lengths, " +
                                std::to_string(parents.front().z.size()) + " and " +
                                std::to_string(parent.z.size()) + "; choose pictures of one model");
    }
}

Recipe child(const Generation& generation, int index, const LatentAxes& axes)
{
    Random random(Random::derivedSeed(generation.seed, std::uint64_t(index)));
    Recipe made;
    made.model = generation.parents.front().model;
    made.z = mixedLatent(generation.parents, random);
    made.edits = mixedEdits(generation.parents, random);
    made.z = axes.placed(made.z, latentStep(axes.values(made.z), generation.mutation, random));
    std::erase_if(made.edits, [&](const Edit&) { return random.uniform() < generation.mutation / 2.0; });
    const bool takesMore =
        std::ranges::any_of(generation.parents, [](const Recipe& parent) { return !parent.inputs.empty(); });
    if (takesMore)
        made.inputs = generation.parents[std::size_t(random.below(generation.parents.size()))].inputs;
    return made;
}

} // namespace flipside
