// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/weight_tensor.h"

#include <filesystem>
#include <string>
#include <vector>

namespace flipside {

/// What a file that may hold a generator is, without importing it.
struct FileDescription {
    std::string kind;  ///< FileKind::id; "safetensors" and "state-dict" are weights
    std::string where; ///< the keys that led to its network, "g_ema"; empty for the whole file
    std::vector<WeightTensor> tensors; ///< of its network; none of a kind that is no file of weights
    std::vector<std::string> unused;   ///< what else is in it: "optimizer: a dictionary of 2"
    /// Why it cannot be imported and what to do, in one sentence; empty where it can.
    std::string lack;
};

/// Tells it by the file's content, as data: nothing in the file is run. Throws Error where it cannot be read,
/// is damaged, or is of no kind that is known.
FileDescription describeFile(const std::filesystem::path& file);

} // namespace flipside
