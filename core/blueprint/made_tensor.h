// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/weight_tensor.h"

#include <cstdint>
#include <string>
#include <vector>

namespace flipside {

/// A tensor whose numbers were computed here and not read from a file. `numbers` has as many as the shape.
WeightTensor madeTensor(std::string name, std::vector<std::int64_t> shape, std::vector<float> numbers);

/// The same tensor under another name.
WeightTensor renamed(WeightTensor tensor, std::string name);

} // namespace flipside
