// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/enlarger_judge.h"

#include "core/base/error.h"
#include "core/training/degradation.h"
#include "core/training/training_set.h"

#include <torch/torch.h>

#include <algorithm>

namespace flipside {

namespace {

constexpr std::int64_t judgedOfASet = 32;

/// The largest signal is 1.
double psnr(const torch::Tensor& made, const torch::Tensor& real)
{
    return -10.0 * torch::mse_loss(made.clamp(0.0, 1.0), real).log10().item<double>();
}

} // namespace

EnlargerScore enlargerScore(torch::jit::Module network, const std::vector<torch::Tensor>& sets,
                            const Progress& progress)
{
    const torch::NoGradGuard noGradients;
    const torch::Device device = (*network.parameters().begin()).device();
    EnlargerScore sum;
    std::int64_t count = 0;
    for (const torch::Tensor& set : sets)
        for (std::int64_t i = 0; i < std::min(set.size(0), judgedOfASet); ++i, ++count) {
            if (progress.cancelled())
                throw Cancelled();
            const torch::Tensor real = asPixels(set.slice(0, i, i + 1).to(device));
            const torch::Tensor small = plainlySmaller(real);
            sum.network += psnr(network.forward({small}).toTensor(), real);
            sum.bicubic +=
                psnr(torch::upsample_bicubic2d(small, {real.size(2), real.size(3)}, /*align_corners=*/false),
                     real);
        }
    return {sum.network / double(count), sum.bicubic / double(count)};
}

} // namespace flipside
