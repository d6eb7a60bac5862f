// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to training: shows LibTorch.
#include <torch/types.h>

namespace flipside {

/// Mean and covariance of features, as of a normal distribution.
struct FeatureStatistics {
    torch::Tensor mean;       ///< d
    torch::Tensor covariance; ///< d × d
};

/// Of `features`, n × d with n ≥ 2.
FeatureStatistics featureStatistics(const torch::Tensor& features);

/// |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2 (Σ₁ Σ₂)^½), which is 0 for equal distributions (Heusel et al., "GANs Trained
/// by a Two Time-Scale Update Rule", 2017, equation 6).
double frechetDistance(const FeatureStatistics& one, const FeatureStatistics& other);

} // namespace flipside
