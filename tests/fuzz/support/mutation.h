// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"

#include <string>
#include <vector>

namespace flipside {

/// One of the inputs with a few changes: bytes turned, numbers replaced by awkward ones, parts left out,
/// doubled or taken from another input. There must be an input.
std::string mutated(const std::vector<std::string>& inputs, Random& random);

} // namespace flipside
