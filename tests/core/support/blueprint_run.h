// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/blueprint/blueprint.h"

#include <cstdint>
#include <string>
#include <vector>

namespace flipside::test {

/// What a compiled network makes of an input of this shape.
std::vector<float> runBlueprint(const Blueprint& blueprint, const std::vector<float>& input,
                                const std::vector<std::int64_t>& shape);

/// The same of a TorchScript file's bytes.
std::vector<float> runTorchScript(const std::string& archive, const std::vector<float>& input,
                                  const std::vector<std::int64_t>& shape);

} // namespace flipside::test
