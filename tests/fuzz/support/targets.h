// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace flipside {

/// What libFuzzer calls with one input after the other.
using FuzzTarget = int (*)(const std::uint8_t* data, std::size_t size);

/// All of them by reader, in one program.
const std::map<std::string, FuzzTarget>& fuzzTargets();

} // namespace flipside
