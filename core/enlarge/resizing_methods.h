// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/resizing_method.h"

#include <string_view>
#include <vector>

namespace flipside {

/// The interpolations, and the enlargers that are there behind them: "network-sharp" and "network-painterly"
/// enlarge 4 times with their network before the rest. A network is read when it is first used.
std::vector<ResizingMethod> resizingMethods();

/// By its name; throws ArgumentError, with those that there are, for another text.
ResizingMethod resizingMethodFrom(std::string_view name);

} // namespace flipside
