// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace flipside {

/// Gives up, for the rest of this process's life, every right that it does not need to compute: no new
/// privileges, no files (Landlock), no system calls but those of memory, threads, clocks and of the
/// descriptors that are open already (seccomp), no core dump, no file that grows, bounded processor time and
/// memory. To be called while the process has one thread. What the kernel does not have is left out, and
/// named in what is returned: "Landlock", "seccomp".
std::vector<std::string> confineThisProcess();

} // namespace flipside
