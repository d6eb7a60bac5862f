// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/weight_type.h"

#include <cstdint>
#include <optional>

namespace flipside {

/// The types of numbers as torch.export writes them (torch/_export/serde/schema.py: ScalarType), which are
/// not numbered as LibTorch's. Empty for those that Flipside does not read.
std::optional<WeightType> weightTypeOf(std::int64_t exported);
bool isReal(WeightType type);

} // namespace flipside
