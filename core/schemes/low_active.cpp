// SPDX-License-Identifier: GPL-3.0-or-later
#include "schemes/low_active.h"

#include <algorithm>
#include <utility>

namespace flipside {

namespace {

const SchemeParameter lowPercentile{"low-percentile", "From percentile", "%", 0.0, 100.0, 1.0};
const SchemeParameter highPercentile{"high-percentile", "To percentile", "%", 0.0, 100.0, 15.0};

} // namespace

std::string LowActiveScheme::label() const
{
    return "Low-active";
}

std::string LowActiveScheme::description() const
{
    return "Switches on neurons that are almost always off: one at random and those most correlated with it.";
}

std::vector<SchemeParameter> LowActiveScheme::parameters() const
{
    return {lowPercentile, highPercentile};
}

std::vector<int> LowActiveScheme::choose(const SchemeInput& input, Random& random) const
{
    const LayerProfile& profile = input.profile;
    const double low = profile.percentile(input.parameter(lowPercentile));
    const double high = profile.percentile(input.parameter(highPercentile));
    std::vector<int> candidates = input.offUnits(); // S of Algorithm 1
    std::erase_if(candidates, [&](int unit) {
        const float percent = profile.percentActivation[std::size_t(unit)];
        return percent < low || percent > high;
    });
    if (candidates.empty() || input.call.neurons == 0)
        return {};

    // s comes first, then the members of S most correlated with it; equal ones by their number.
    std::swap(candidates.front(), candidates[random.below(candidates.size())]);
    const int first = candidates.front();
    std::vector<std::pair<float, int>> others;
    for (std::size_t i = 1; i < candidates.size(); ++i)
        others.emplace_back(-profile.correlation(first, candidates[i]), candidates[i]);
    const std::size_t count = std::min(others.size(), std::size_t(input.call.neurons - 1));
    std::partial_sort(others.begin(), others.begin() + std::ptrdiff_t(count), others.end());
    std::vector<int> chosen{first};
    for (std::size_t i = 0; i < count; ++i)
        chosen.push_back(others[i].second);
    return chosen;
}

} // namespace flipside
