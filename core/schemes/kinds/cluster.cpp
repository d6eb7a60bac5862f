// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schemes/scheme.h"

#include <algorithm>
#include <numeric>

namespace flipside::scheme_kinds {

namespace {

/// The clustering method (METHOD, Schemes, 4; long paper, section 4): neurons in the clusters of the layer's
/// correlation of which the smallest share is on now, drawn at random. Clusters that are equally active come
/// in random order; one without a neuron that could be switched on is passed over.
class Cluster final : public Scheme {
public:
    std::string name() const override { return "cluster"; }
    std::string label() const override { return "Resting clusters"; }
    std::string symbol() const override { return "cluster"; }
    std::string description() const override
    {
        return "Switches on neurons of the groups that are least active now.";
    }
    SchemeFamily family() const override { return SchemeFamily::NeuroInspired; }
    bool canChooseCells() const override { return false; }
    std::vector<SchemeParameter> parameters() const override { return {_clusters, _chosen}; }
    Coactivation apply(const SchemeInput& input, Random& random) const override
    {
        const int k = int(input.parameter(_clusters));
        const std::vector<int> clusterOf = input.clusters(k);
        std::vector<double> size(std::size_t(k), 0.0);
        std::vector<double> on(std::size_t(k), 0.0);
        std::vector<std::vector<int>> off(static_cast<std::size_t>(k));
        for (int unit = 0; unit < input.profile.units(); ++unit) {
            const int cluster = clusterOf[std::size_t(unit)];
            if (cluster < 0)
                continue;
            size[std::size_t(cluster)] += 1.0;
            if (input.isOn(unit))
                on[std::size_t(cluster)] += 1.0;
            else
                off[std::size_t(cluster)].push_back(unit);
        }
        std::vector<int> order(static_cast<std::size_t>(k));
        std::iota(order.begin(), order.end(), 0);
        std::erase_if(order, [&](int cluster) { return off[std::size_t(cluster)].empty(); });
        order = drawUnits(std::move(order), k, random);
        std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
            return on[std::size_t(a)] / size[std::size_t(a)] < on[std::size_t(b)] / size[std::size_t(b)];
        });
        order.resize(std::min(order.size(), std::size_t(input.parameter(_chosen))));
        std::vector<int> candidates;
        for (const int cluster : order)
            candidates.insert(candidates.end(), off[std::size_t(cluster)].begin(),
                              off[std::size_t(cluster)].end());
        return {input.flipOn(drawUnits(std::move(candidates), input.call.neurons, random)), {}};
    }

private:
    SchemeParameter _clusters{"clusters", "Clusters", "k", "cluster", "", 1.0, 64.0, 11.0, true};
    SchemeParameter _chosen{"chosen", "Resting ones", "chosen", "resting-clusters", "", 1.0, 64.0, 1.0, true};
};

} // namespace

const Scheme& cluster()
{
    static const Cluster scheme;
    return scheme;
}

} // namespace flipside::scheme_kinds
