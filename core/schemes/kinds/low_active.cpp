// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schemes/low_active_units.h"

namespace flipside::scheme_kinds {

namespace {

/// Algorithm 1 of the long paper (METHOD, Schemes, 1): among the neurons that are off now and that were
/// rarely on over the training data, one at random and those most correlated with it.
class LowActive final : public Scheme {
public:
    std::string name() const override { return "low-active"; }
    std::string label() const override { return "Quiet neurons"; }
    std::string symbol() const override { return "low-active"; }
    std::string description() const override
    {
        return "Switches on neurons that are among the least often on of their layer: one at random and "
               "those most correlated with it.";
    }
    SchemeFamily family() const override { return SchemeFamily::NeuroInspired; }
    std::vector<SchemeParameter> parameters() const override { return {_candidates.low, _candidates.high}; }
    std::optional<double> mostOftenOn(const LayerProfile& layer, const SchemeCall& call) const override
    {
        return _candidates.mostOftenOn(layer, call);
    }
    Coactivation apply(const SchemeInput& input, Random& random) const override
    {
        const std::vector<int> candidates = _candidates.of(input);
        if (candidates.empty())
            return {};
        const int first = candidates[random.below(candidates.size())];
        return {input.flipOn(withMostCorrelated(input, first, candidates, input.call.neurons)), {}};
    }

private:
    LowActiveUnits _candidates;
};

} // namespace

const Scheme& low_active()
{
    static const LowActive scheme;
    return scheme;
}

} // namespace flipside::scheme_kinds
