// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to architectures: shows LibTorch.
#include <string>
#include <torch/script.h>

namespace flipside {

/// A module that knows whether it is being trained: dropout and batch normalisation ask.
torch::jit::Module newModule(const std::string& name);

/// Registers NAME_weight and NAME_bias, uniform in ±1/√inputs (LibTorch's own default for linear layers).
void addLinear(torch::jit::Module& module, const std::string& name, int inputs, int outputs);

/// Registers the weights of a convolution, 3×3 unless told otherwise, after He et al., "Delving Deep into
/// Rectifiers", 2015, section 2.2, with batch normalisation or with a bias.
void addConvolution(torch::jit::Module& module, const std::string& name, int inputs, int outputs,
                    bool normalised, int kernel = 3);

/// TorchScript for linear(x) with the weights of that name.
std::string linear(const std::string& name);

/// TorchScript for batch_norm(conv(x)), or conv(x) + bias, 3×3 with a margin of 1.
std::string convolution(const std::string& name, bool normalised, int stride = 1);

/// TorchScript for conv(x) + bias, 1×1.
std::string pointConvolution(const std::string& name);

/// A source line of TorchScript: x doubled to `side` pixels each way by its nearest neighbours.
std::string doublingLine(int side);

} // namespace flipside
