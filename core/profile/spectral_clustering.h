// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/layer_profile.h"

#include <vector>

namespace flipside {

/// Groups a layer's neurons by their correlation (METHOD, Schemes, 4; long paper, section 4, Clustering
/// method): normalised spectral clustering after Ng, Jordan and Weiss (2001) with the affinity (1 + R) / 2,
/// seeded, so that equal profiles give equal clusters. Returns the cluster of each unit, 0 to k - 1 by
/// falling size; -1 for dead units and for those that never changed (their correlation is not defined). With
/// fewer neurons than k there are as many clusters as neurons. Throws Error for more than
/// mostCorrelatedUnits.
std::vector<int> spectralClusters(const LayerProfile& profile, int k);

} // namespace flipside
