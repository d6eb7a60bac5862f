// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/cluster_activation.h"

#include <algorithm>

namespace flipside {

std::vector<std::vector<float>> clusterActivation(const LayerProfile& profile,
                                                  const std::vector<int>& clusters)
{
    const std::size_t classes = profile.classActivation.size();
    const int count = clusters.empty() ? 0 : 1 + *std::max_element(clusters.begin(), clusters.end());
    if (classes == 0 || count <= 0)
        return {};
    std::vector<std::vector<double>> sums(std::size_t(count), std::vector<double>(classes, 0.0));
    std::vector<int> sizes(std::size_t(count), 0);
    for (std::size_t unit = 0; unit < clusters.size(); ++unit) {
        if (clusters[unit] < 0)
            continue;
        const auto cluster = std::size_t(clusters[unit]);
        ++sizes[cluster];
        for (std::size_t c = 0; c < classes; ++c)
            sums[cluster][c] += double(profile.classActivation[c][unit]);
    }
    std::vector<std::vector<float>> means(std::size_t(count), std::vector<float>(classes, 0.0f));
    for (std::size_t cluster = 0; cluster < sums.size(); ++cluster)
        for (std::size_t c = 0; c < classes && sizes[cluster] > 0; ++c)
            means[cluster][c] = float(sums[cluster][c] / sizes[cluster]);
    return means;
}

} // namespace flipside
