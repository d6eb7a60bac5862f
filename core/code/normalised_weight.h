// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/weight_tensor.h"

#include <functional>
#include <optional>
#include <string>

namespace flipside {

/// A layer's weight where PyTorch keeps it in parts, as it is in use: "weight_norm" (Salimans and Kingma,
/// "Weight Normalization", 2016, equation 2: g · v / ‖v‖, for each first dimension) or "spectral_norm"
/// (Miyato et al., "Spectral Normalization for Generative Adversarial Networks", 2018, section 2.1: w / uᵀWv
/// with the vectors that are kept). `find` gives the layer's tensors by their names, those of torch.nn.utils
/// or of torch.nn.utils.parametrizations; null where there is none. Nothing where they are not all there, or
/// do not fit together.
std::optional<WeightTensor>
normalisedWeight(const std::function<const WeightTensor*(const std::string&)>& find, bool isTransposed,
                 const std::string& normalisation);

} // namespace flipside
