// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace flipside {

/// What a confined process may use.
struct ProcessBounds {
    std::uint64_t processorSeconds; ///< of all its threads together; more ends it with SIGXCPU
    std::uint64_t bytes;            ///< of memory; to ask for more fails
};

/// Gives up, for the rest of this process's life, every right that it does not need to compute: no new
/// privileges, no files (Landlock), no system calls but those of memory, threads, clocks and of the
/// descriptors that are open already (seccomp), no core dump, no file that grows, and no more processor time
/// and memory than these bounds. To be called while the process has one thread. What the kernel does not have
/// is left out, and named in what is returned: "Landlock", "seccomp".
std::vector<std::string> confineThisProcess(const ProcessBounds& bounds);

} // namespace flipside
