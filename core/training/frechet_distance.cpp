// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/frechet_distance.h"

#include <torch/torch.h>

#include <tuple>

namespace flipside {

FeatureStatistics featureStatistics(const torch::Tensor& features)
{
    const torch::Tensor exact = features.to(torch::kDouble);
    const torch::Tensor mean = exact.mean(0);
    const torch::Tensor centred = exact - mean;
    return {mean, torch::mm(centred.t(), centred) / double(features.size(0) - 1)};
}

double frechetDistance(const FeatureStatistics& one, const FeatureStatistics& other)
{
    // tr (Σ₁ Σ₂)^½ = tr (Σ₁^½ Σ₂ Σ₁^½)^½, and the latter is of a symmetric matrix.
    const auto [values, vectors] = torch::linalg_eigh(one.covariance);
    const torch::Tensor root = torch::mm(vectors * values.clamp_min(0.0).sqrt(), vectors.t());
    const torch::Tensor product = torch::mm(torch::mm(root, other.covariance), root);
    const torch::Tensor overlap = torch::linalg_eigvalsh((product + product.t()) / 2).clamp_min(0.0).sqrt();
    return ((one.mean - other.mean).square().sum() + one.covariance.trace() + other.covariance.trace() -
            2.0 * overlap.sum())
        .item<double>();
}

} // namespace flipside
