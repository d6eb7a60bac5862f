// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schemes/low_active_units.h"

namespace flipside {

std::pair<double, double> LowActiveUnits::percentiles(const SchemeCall& call) const
{
    return {parameterOf(call, low), parameterOf(call, high)};
}

std::vector<int> LowActiveUnits::of(const SchemeInput& input) const
{
    const double least = input.profile.percentile(input.parameter(low));
    const double most = input.profile.percentile(input.parameter(high));
    std::vector<int> units = input.offUnits();
    std::erase_if(units, [&](int unit) {
        const float percent = input.profile.percentActivation[std::size_t(unit)];
        return percent < least || percent > most;
    });
    return units;
}

std::optional<double> LowActiveUnits::mostOftenOn(const LayerProfile& layer, const SchemeCall& call) const
{
    const double percentile = parameterOf(call, high);
    return call.cells && layer.cells ? layer.cellPercentile(percentile) : layer.percentile(percentile);
}

} // namespace flipside
