// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schemes/low_active_units.h"

namespace flipside::scheme_kinds {

namespace {

/// The variant of Algorithm 1 whose remainder is drawn at random too (METHOD, Schemes, 1; long paper, section
/// 4: "provides similar results").
class LowActiveRandom final : public Scheme {
public:
    std::string name() const override { return "low-active-random"; }
    std::string label() const override { return "Quiet neurons at random"; }
    std::string symbol() const override { return "low-active, random"; }
    std::string description() const override
    {
        return "Switches on neurons that are among the least often on of their layer, all of them drawn at "
               "random.";
    }
    SchemeFamily family() const override { return SchemeFamily::NeuroInspired; }
    std::vector<SchemeParameter> parameters() const override { return {_candidates.low, _candidates.high}; }
    std::optional<double> mostOftenOn(const LayerProfile& layer, const SchemeCall& call) const override
    {
        return _candidates.mostOftenOn(layer, call);
    }
    Coactivation apply(const SchemeInput& input, Random& random) const override
    {
        return {input.flipOn(drawUnits(_candidates.of(input), input.call.neurons, random)), {}};
    }

private:
    LowActiveUnits _candidates;
};

} // namespace

const Scheme& low_active_random()
{
    static const LowActiveRandom scheme;
    return scheme;
}

} // namespace flipside::scheme_kinds
