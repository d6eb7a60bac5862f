// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schemes/scheme.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace flipside::scheme_kinds {

namespace {

/// The first `share` of the units, at least one of them.
std::vector<int> firstShare(std::vector<int> units, double share)
{
    const auto count = std::size_t(std::ceil(share * double(units.size())));
    units.resize(std::clamp<std::size_t>(count, std::min<std::size_t>(1, units.size()), units.size()));
    return units;
}

/// The correlation method (METHOD, Schemes, 3; long paper, section 4): an off neuron at random from those
/// least correlated with the most activated group, and the off neurons most correlated with it. How large the
/// two groups are the papers leave open.
class Correlation final : public Scheme {
public:
    std::string name() const override { return "correlation"; }
    std::string label() const override { return "Unlike those on"; }
    std::string symbol() const override { return "correlation"; }
    std::string description() const override
    {
        return "Switches on a neuron that least goes along with the most active ones, and those that go with "
               "it.";
    }
    SchemeFamily family() const override { return SchemeFamily::NeuroInspired; }
    std::vector<SchemeParameter> parameters() const override { return {_mostActive, _leastCorrelated}; }
    Coactivation apply(const SchemeInput& input, Random& random) const override
    {
        const std::vector<int> off = input.offUnits();
        if (off.empty())
            return {};
        std::vector<int> active = input.onUnits();
        std::stable_sort(active.begin(), active.end(), [&](int a, int b) {
            return input.activations[std::size_t(a)] > input.activations[std::size_t(b)];
        });
        active = firstShare(std::move(active), input.parameter(_mostActive) / 100.0);

        std::vector<double> correlation(std::size_t(input.profile.units()), 0.0);
        const std::vector<double> sums = input.correlationSums(off, active);
        for (std::size_t i = 0; i < off.size(); ++i)
            correlation[std::size_t(off[i])] = sums[i];
        std::vector<int> strangers = off;
        std::stable_sort(strangers.begin(), strangers.end(), [&](int a, int b) {
            return correlation[std::size_t(a)] < correlation[std::size_t(b)];
        });
        strangers = firstShare(std::move(strangers), input.parameter(_leastCorrelated) / 100.0);
        const int first = strangers[random.below(strangers.size())];
        return {input.flipOn(withMostCorrelated(input, first, off, input.call.neurons)), {}};
    }

private:
    SchemeParameter _mostActive{"most-active-share", "Most active", "", "most-active", "%", 1.0, 100.0, 10.0};
    SchemeParameter _leastCorrelated{
        "least-correlated-share", "Least alike", "correlation", "least-alike", "%", 1.0, 100.0, 10.0};
};

} // namespace

const Scheme& correlation()
{
    static const Correlation scheme;
    return scheme;
}

} // namespace flipside::scheme_kinds
