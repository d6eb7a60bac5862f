// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/novelty/vendi_score.h"

#include "core/base/random.h"

#include <cmath>
#include <torch/torch.h>

namespace flipside {

namespace {

/// Longer features are projected at random onto as many, which keeps angles nearly as they were (Johnson and
/// Lindenstrauss, 1984).
constexpr std::size_t mostNumbers = 128;

/// length × mostNumbers, the same every time.
torch::Tensor projection(std::size_t length)
{
    torch::Tensor numbers = torch::empty({std::int64_t(length), std::int64_t(mostNumbers)});
    Random random(1);
    for (std::int64_t i = 0; i < numbers.numel(); ++i)
        numbers.data_ptr<float>()[i] = float(random.normal());
    return numbers;
}

} // namespace

SetSums vendiSums(std::span<const float> features, std::size_t length)
{
    const c10::InferenceMode inference;
    torch::Tensor rows = torch::from_blob(const_cast<float*>(features.data()), // only read
                                          {std::int64_t(features.size() / length), std::int64_t(length)});
    if (length > mostNumbers)
        rows = rows.mm(projection(length));
    rows = rows.to(torch::kDouble);
    rows = rows / rows.norm(2, {1}, true).clamp_min(1e-12);
    const torch::Tensor sum = rows.t().mm(rows).contiguous();
    return {std::uint64_t(rows.size(0)), {sum.data_ptr<double>(), sum.data_ptr<double>() + sum.numel()}};
}

double vendiScore(const SetSums& sums)
{
    const auto side = std::int64_t(std::lround(std::sqrt(double(sums.sums.size()))));
    if (sums.samples == 0 || side == 0 || std::size_t(side) * std::size_t(side) != sums.sums.size())
        return 0.0;
    const c10::InferenceMode inference;
    const torch::Tensor kernel = torch::tensor(sums.sums, torch::kDouble).view({side, side});
    if (!kernel.isfinite().all().item<bool>())
        return 0.0;
    const torch::Tensor shares = torch::linalg_eigvalsh(kernel / double(sums.samples)).contiguous();
    double entropy = 0.0;
    for (std::int64_t i = 0; i < side; ++i)
        if (const double share = shares.data_ptr<double>()[i]; share > 0.0)
            entropy -= share * std::log(share);
    return std::exp(entropy);
}

} // namespace flipside
