// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/percentile.h"
#include "core/schemes/scheme.h"

#include <algorithm>
#include <cmath>

namespace flipside::scheme_kinds {

namespace {

/// Entropy in bits of a unit's percent activation across the classes, taken as shares of their sum.
double classEntropy(const LayerProfile& profile, int unit)
{
    double sum = 0.0;
    for (const auto& activation : profile.classActivation)
        sum += activation[std::size_t(unit)];
    double entropy = 0.0;
    for (const auto& activation : profile.classActivation)
        if (const double share = sum > 0.0 ? activation[std::size_t(unit)] / sum : 0.0; share > 0.0)
            entropy -= share * std::log2(share);
    return entropy;
}

/// [unit], the largest percent activation over the classes.
std::vector<float> largestClassActivations(const LayerProfile& profile)
{
    std::vector<float> largest(std::size_t(profile.units()), 0.0f);
    for (const auto& ofClass : profile.classActivation)
        std::ranges::transform(largest, ofClass, largest.begin(),
                               [](float a, float b) { return std::max(a, b); });
    return largest;
}

/// The non-specific low-active method (METHOD, Schemes, 2; long paper, section 4): neurons that are rarely on
/// in any class (largest percent activation over the classes at most a threshold) and that no class claims
/// (entropy of percent activation across classes at least a threshold), then as Algorithm 1. The papers do
/// not give the thresholds. Here the first is a percentile of the layer's largest percent activations (of
/// units that are not dead), as channels are on far more often than single neurons, and the second a share of
/// the largest possible entropy.
class NonSpecific final : public Scheme {
public:
    std::string name() const override { return "non-specific"; }
    std::string label() const override { return "Quiet for every class"; }
    std::string symbol() const override { return "non-specific low-active"; }
    std::string description() const override
    {
        return "Switches on neurons that are among the least often on of their layer in every class and "
               "belong to none in particular.";
    }
    SchemeFamily family() const override { return SchemeFamily::NeuroInspired; }
    SchemeNeed needs() const override { return SchemeNeed::ClassActivation; }
    bool canChooseCells() const override { return false; }
    std::vector<SchemeParameter> parameters() const override { return {_mostActive, _leastEntropy}; }
    std::optional<double> mostOftenOn(const LayerProfile& layer, const SchemeCall& call) const override
    {
        if (layer.classActivation.empty())
            return std::nullopt;
        // Of any class, so of all the data too.
        return mostActive(layer, largestClassActivations(layer), call);
    }
    Coactivation apply(const SchemeInput& input, Random& random) const override
    {
        const LayerProfile& profile = input.profile;
        const std::vector<float> largest = largestClassActivations(profile);
        const double mostActive = this->mostActive(profile, largest, input.call);
        const double leastEntropy =
            input.parameter(_leastEntropy) / 100.0 *
            std::log2(double(std::max<std::size_t>(profile.classActivation.size(), 1)));
        std::vector<int> candidates = input.offUnits();
        std::erase_if(candidates, [&](int unit) {
            return largest[std::size_t(unit)] > mostActive || classEntropy(profile, unit) < leastEntropy;
        });
        if (candidates.empty())
            return {};
        const int first = candidates[random.below(candidates.size())];
        return {input.flipOn(withMostCorrelated(input, first, candidates, input.call.neurons)), {}};
    }

private:
    /// The first threshold, from the units' `largest` percent activations over the classes.
    double mostActive(const LayerProfile& profile, const std::vector<float>& largest,
                      const SchemeCall& call) const
    {
        std::vector<float> ofLive;
        for (int unit = 0; unit < profile.units(); ++unit)
            if (!profile.dead(unit))
                ofLive.push_back(largest[std::size_t(unit)]);
        return percentileOf(std::move(ofLive), parameterOf(call, _mostActive));
    }

    SchemeParameter _mostActive{"most-active", "Quietest to", "percentile", "quietest", "%", 0.0, 100.0, 5.0};
    SchemeParameter _leastEntropy{"least-entropy", "Evenness", "entropy", "evenness", "%", 0.0, 100.0, 50.0};
};

} // namespace

const Scheme& non_specific()
{
    static const NonSpecific scheme;
    return scheme;
}

} // namespace flipside::scheme_kinds
