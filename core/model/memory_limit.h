// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace flipside {

/// How many bytes all tensors together may take while a model runs: half of the machine's memory. A file of a
/// kilobyte can ask for a terabyte, and Linux would grant it and then kill the process.
std::size_t memoryLimit();

/// While it lives on a thread, a tensor that would take the process above memoryLimit is refused there: the
/// allocation throws MemoryIsUp, which is not a std::exception, as Abandoned.
class MemoryScope {
public:
    MemoryScope();
    ~MemoryScope();
    MemoryScope(const MemoryScope&) = delete;
    MemoryScope& operator=(const MemoryScope&) = delete;

private:
    bool _outer;
};

struct MemoryIsUp {};

} // namespace flipside
