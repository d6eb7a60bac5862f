// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schemes/scheme.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace flipside::scheme_kinds {

namespace {

/// Gaussian noise added to a fraction of the layer's neurons (METHOD, Schemes, 6; long paper, section 4,
/// Baseline decoding schemes). The papers give neither the fraction nor the noise: here it is as many neurons
/// as the other schemes flip, or a share of the layer where one is set, and the noise is a multiple of each
/// neuron's own standard deviation over the training data. A neuron stays within the range of its activation
/// function.
class Noisy final : public Scheme {
public:
    std::string name() const override { return "noisy"; }
    std::string label() const override { return "Noise"; }
    std::string symbol() const override { return "noisy"; }
    std::string description() const override
    {
        return "Adds noise to some neurons, on or off. A share of 0 % means as many as are set above.";
    }
    SchemeFamily family() const override { return SchemeFamily::Baseline; }
    bool setsOnValues() const override { return false; }
    std::vector<SchemeParameter> parameters() const override { return {_share, _strength}; }
    Coactivation apply(const SchemeInput& input, Random& random) const override
    {
        std::vector<int> alive;
        for (int unit = 0; unit < input.profile.units(); ++unit)
            if (!input.profile.dead(unit))
                alive.push_back(unit);
        const double share = input.parameter(_share) / 100.0;
        const int count = share > 0.0 ? int(std::lround(share * double(alive.size()))) : input.call.neurons;
        const double strength = input.parameter(_strength);
        Coactivation result;
        for (const int unit : drawUnits(std::move(alive), count, random)) {
            const auto u = std::size_t(unit);
            const double noise = strength * double(input.profile.deviation[u]) * random.normal();
            const auto value = float(double(input.activations[u]) + noise);
            result.edits.push_back(
                {input.profile.id, unit, EditAction::Value, std::max(value, input.offValue)});
        }
        return result;
    }

private:
    SchemeParameter _share{"share", "Share", "", "noise-share", "%", 0.0, 100.0, 0.0};
    SchemeParameter _strength{"strength", "Strength", "σ", "noise", "σ", 0.0, 20.0, 6.0};
};

} // namespace

const Scheme& noisy()
{
    static const Noisy scheme;
    return scheme;
}

} // namespace flipside::scheme_kinds
