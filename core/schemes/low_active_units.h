// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schemes/scheme.h"

#include <utility>

namespace flipside {

/// S of Algorithm 1 and the parameters that bound it, for the schemes that choose from it.
struct LowActiveUnits {
    SchemeParameter low{"low-percentile", "Quietest from", "percentile", "quietest", "%", 0.0, 100.0, 1.0};
    SchemeParameter high{"high-percentile", "Quietest to", "percentile", "quietest", "%", 0.0, 100.0, 15.0};

    /// Between which two percentiles of percent activation a unit counts, 0 to 100: as a low-active call
    /// gives them, or by default.
    std::pair<double, double> percentiles(const SchemeCall& call = {}) const;
    /// The units that are off now and whose percent activation lies between the two percentiles of the
    /// layer's (of units that are not dead).
    std::vector<int> of(const SchemeInput& input) const;
    /// The upper one of the two percentiles, of single cells where the call asks for them.
    std::optional<double> mostOftenOn(const LayerProfile& layer, const SchemeCall& call) const;
};

} // namespace flipside
