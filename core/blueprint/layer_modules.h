// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/blueprint/blueprint.h"

#include <optional>
#include <string>

namespace flipside {

/// Modules of torch.nn, as blueprints of one tensor in and one out. A bias is left out where it is null.

/// torch.nn.Linear: weight is outputs × inputs.
BlueprintModule linearModule(std::string path, WeightTensor weight, const WeightTensor* bias);

/// What a convolution does to a map's two sides, the same for both.
struct ConvolutionSteps {
    int stride = 1;
    int padding = 0;
    int outputPadding = 0; ///< of a transposed one
    int groups = 1;
    int dilation = 1;
};

/// torch.nn.Conv2d: weight is outputs × inputs/groups × height × width.
BlueprintModule convolutionModule(std::string path, WeightTensor weight, const WeightTensor* bias,
                                  const ConvolutionSteps& steps);

/// torch.nn.ConvTranspose2d: weight is inputs × outputs/groups × height × width.
BlueprintModule transposedConvolutionModule(std::string path, WeightTensor weight, const WeightTensor* bias,
                                            const ConvolutionSteps& steps);

/// torch.nn.BatchNorm1d and 2d in use: with the running mean and variance. Null weight and bias of one that
/// is not affine.
BlueprintModule batchNormModule(std::string path, const WeightTensor* weight, const WeightTensor* bias,
                                WeightTensor mean, WeightTensor variance, double epsilon);

/// torch.nn.GroupNorm; with as many groups as channels InstanceNorm2d, with one LayerNorm over all of a map.
BlueprintModule groupNormModule(std::string path, const WeightTensor* weight, const WeightTensor* bias,
                                int groups, double epsilon);

/// torch.nn.PReLU: a slope, or one for each channel.
BlueprintModule slopesModule(std::string path, WeightTensor weight);

/// A number as TorchScript takes it for a float: "0.2", "1e-05".
std::string floatText(double number);

} // namespace flipside
