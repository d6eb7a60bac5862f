// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/kept_memory.h"

#include <limits>
#include <malloc.h>

namespace flipside {

namespace {

// glibc's defaults (mallopt(3)).
constexpr int usualMappings = 65536;
constexpr int usualTrimThreshold = 128 * 1024;

} // namespace

KeptMemory::KeptMemory()
{
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
}

KeptMemory::~KeptMemory()
{
    mallopt(M_MMAP_MAX, usualMappings);
    mallopt(M_TRIM_THRESHOLD, usualTrimThreshold);
    malloc_trim(0);
}

} // namespace flipside
