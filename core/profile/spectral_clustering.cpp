// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/spectral_clustering.h"

#include "core/base/error.h"
#include "core/profile/k_means.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace flipside {

namespace {

constexpr std::uint64_t seed = 1;

/// Numbers clusters by falling size; equally large ones by their first member.
std::vector<int> bySize(const std::vector<int>& groups, int k)
{
    std::vector<int> size(static_cast<std::size_t>(k), 0);
    std::vector<int> first(static_cast<std::size_t>(k), int(groups.size()));
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const auto group = std::size_t(groups[i]);
        ++size[group];
        first[group] = std::min(first[group], int(i));
    }
    std::vector<int> order(static_cast<std::size_t>(k));
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](int a, int b) {
        const auto key = [&](int group) {
            return std::pair(-size[std::size_t(group)], first[std::size_t(group)]);
        };
        return key(a) < key(b);
    });
    std::vector<int> number(static_cast<std::size_t>(k));
    for (int place = 0; place < k; ++place)
        number[std::size_t(order[std::size_t(place)])] = place;
    std::vector<int> renumbered;
    renumbered.reserve(groups.size());
    for (const int group : groups)
        renumbered.push_back(number[std::size_t(group)]);
    return renumbered;
}

} // namespace

std::vector<int> spectralClusters(const LayerProfile& profile, int wanted)
{
    if (profile.units() > mostCorrelatedUnits)
        throw Error("the layer " + profile.id + " has " + std::to_string(profile.units()) +
                    " units, and up to " + std::to_string(mostCorrelatedUnits) +
                    " can be put into clusters; choose another layer");
    std::vector<int> units;
    for (int unit = 0; unit < profile.units(); ++unit)
        if (!profile.dead(unit) && profile.deviation[std::size_t(unit)] > 0.0f)
            units.push_back(unit);
    std::vector<int> clusters(std::size_t(profile.units()), -1);
    const auto n = std::int64_t(units.size());
    const int k = int(std::min<std::int64_t>(std::max(wanted, 1), n));
    if (k == 0)
        return clusters;

    const c10::InferenceMode inference;
    torch::Tensor affinity = torch::empty({n, n}, torch::kFloat64);
    auto cells = affinity.accessor<double, 2>();
    for (std::int64_t i = 0; i < n; ++i)
        for (std::int64_t j = i; j < n; ++j) {
            const double correlation =
                i == j ? 1.0 : double(profile.correlation(units[std::size_t(i)], units[std::size_t(j)]));
            cells[i][j] = cells[j][i] = (1.0 + correlation) / 2.0;
        }
    const torch::Tensor root = affinity.sum(1).rsqrt();
    const torch::Tensor normalised = affinity * root.unsqueeze(1) * root.unsqueeze(0);
    // Eigenvalues ascend: the last k columns belong to the largest.
    torch::Tensor rows = std::get<1>(torch::linalg_eigh(normalised)).slice(1, n - k).contiguous();
    rows = rows / rows.norm(2, {1}, true).clamp_min(1e-12);
    const torch::Tensor points = rows.to(torch::kFloat32).contiguous();
    const KMeans means =
        kMeans({points.data_ptr<float>(), std::size_t(points.numel())}, std::size_t(k), k, seed);
    const std::vector<int> numbered = bySize(means.groups, k);
    for (std::size_t i = 0; i < units.size(); ++i)
        clusters[std::size_t(units[i])] = numbered[i];
    return clusters;
}

} // namespace flipside
