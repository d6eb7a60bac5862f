// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compute/free_memory.h"

#include <fstream>
#include <limits>
#include <string>

namespace flipside {

std::uint64_t freeMemory()
{
    std::ifstream file("/proc/meminfo");
    std::string name, unit;
    for (std::uint64_t kilobytes = 0; file >> name >> kilobytes && std::getline(file, unit);)
        if (name == "MemAvailable:")
            return kilobytes * 1024;
    return std::numeric_limits<std::uint64_t>::max();
}

} // namespace flipside
