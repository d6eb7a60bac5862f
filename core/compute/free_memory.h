// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace flipside {

/// How many bytes of memory this machine can give to programs before it runs out, as the kernel estimates
/// (MemAvailable); the largest number there is where it does not say.
std::uint64_t freeMemory();

} // namespace flipside
