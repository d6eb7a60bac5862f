// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

namespace flipside {

/// How many bytes all tensors together may take while a model runs: half of the machine's memory. A file of a
/// kilobyte can ask for a terabyte, and Linux would grant it and then kill the process.
std::size_t memoryLimit();

/// How many bytes a model's run may take beside tensors, in lists and texts: far more than any needs.
inline constexpr std::size_t listLimit = std::size_t{2} << 30;

/// While it lives on a thread, what would take the tensors of the process above memoryLimit, or the rest of
/// what this thread asks for above listLimit, is refused there: the allocation throws MemoryIsUp, which is
/// not a std::exception, as Abandoned. Tensors are counted by LibTorch's allocator, the rest by operator new,
/// both of which are replaced here.
class MemoryScope {
public:
    MemoryScope();
    ~MemoryScope();
    MemoryScope(const MemoryScope&) = delete;
    MemoryScope& operator=(const MemoryScope&) = delete;

private:
    bool _outer;
};

struct MemoryIsUp {
    /// Half a sentence.
    static std::string reason();
};

} // namespace flipside
