// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compute/kept_memory.h"

#include <limits>
#include <malloc.h>
#include <mutex>

namespace flipside {

namespace {

// glibc's defaults (mallopt(3)).
constexpr int usualMappings = 65536;
constexpr int usualTrimThreshold = 128 * 1024;

std::mutex mutex;
int living = 0; ///< the first one changes the allocator's settings, the last one puts them back

} // namespace

KeptMemory::KeptMemory()
{
    const std::lock_guard lock(mutex);
    if (living++ > 0)
        return;
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
}

KeptMemory::~KeptMemory()
{
    const std::lock_guard lock(mutex);
    if (--living == 0) {
        mallopt(M_MMAP_MAX, usualMappings);
        mallopt(M_TRIM_THRESHOLD, usualTrimThreshold);
    }
    malloc_trim(0);
}

} // namespace flipside
