// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string_view>
#include <vector>

namespace flipside {

/// Loads a model file's bytes, checked as always, and runs it once on random numbers of this shape (without
/// the batch dimension), to see whether the process survives it; `progress` is called in between. What it
/// returns, and whether it takes such an input, is for whoever opens it next to find out. Throws Error with
/// half a sentence where it cannot be loaded.
void tryRun(std::string_view file, const std::vector<int>& shape,
            const std::function<void(double)>& progress);

} // namespace flipside
