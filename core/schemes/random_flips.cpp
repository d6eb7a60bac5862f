// SPDX-License-Identifier: GPL-3.0-or-later
#include "schemes/random_flips.h"

#include <algorithm>
#include <utility>

namespace flipside {

std::string RandomScheme::label() const
{
    return "Random";
}

std::string RandomScheme::description() const
{
    return "Switches on any neurons that are off: the baseline that the others are compared with.";
}

std::vector<int> RandomScheme::choose(const SchemeInput& input, Random& random) const
{
    std::vector<int> units = input.offUnits();
    const std::size_t count = std::min(units.size(), std::size_t(input.call.neurons));
    // The first steps of a Fisher-Yates shuffle draw without replacement.
    for (std::size_t i = 0; i < count; ++i)
        std::swap(units[i], units[i + random.below(units.size() - i)]);
    units.resize(count);
    return units;
}

} // namespace flipside
