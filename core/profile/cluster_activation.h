// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/layer_profile.h"

#include <vector>

namespace flipside {

/// How active each cluster of units is for each class (long paper, Figure 1D): the mean of its units' percent
/// activations over the class's training data, [cluster][class] in [0, 1]. `clusters` says the cluster of
/// each unit, as spectralClusters() does; units with -1 count nowhere. Empty without class activation.
std::vector<std::vector<float>> clusterActivation(const LayerProfile& profile,
                                                  const std::vector<int>& clusters);

} // namespace flipside
