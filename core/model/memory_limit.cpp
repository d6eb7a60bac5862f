// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/memory_limit.h"

#include <c10/core/CPUAllocator.h>
#include <c10/core/alignment.h>
#include <c10/core/impl/alloc_cpu.h>

#include <atomic>
#include <cstddef>
#include <unistd.h>
#include <utility>

namespace flipside {

namespace {

thread_local bool limited = false;
std::atomic<std::size_t> liveBytes{0};

/// In front of every allocation stands its size; what follows stays aligned as LibTorch wants it.
constexpr std::size_t header = c10::gAlignment;
static_assert(header >= sizeof(std::size_t));

void release(void* data)
{
    if (!data)
        return;
    void* begin = static_cast<std::byte*>(data) - header;
    liveBytes.fetch_sub(*static_cast<std::size_t*>(begin), std::memory_order_relaxed);
    c10::free_cpu(begin);
}

class CountingAllocator final : public c10::Allocator {
public:
    c10::DataPtr allocate(std::size_t size) const override
    {
        if (limited &&
            (size > memoryLimit() || liveBytes.load(std::memory_order_relaxed) > memoryLimit() - size))
            throw MemoryIsUp{};
        void* begin = c10::alloc_cpu(size + header);
        *static_cast<std::size_t*>(begin) = size;
        liveBytes.fetch_add(size, std::memory_order_relaxed);
        void* data = static_cast<std::byte*>(begin) + header;
        return {data, data, &release, c10::Device(c10::DeviceType::CPU)};
    }
    c10::DeleterFnPtr raw_deleter() const override { return &release; }
};

CountingAllocator allocator;
const bool installed = [] {
    c10::SetCPUAllocator(&allocator, 1);
    return true;
}();

} // namespace

std::size_t memoryLimit()
{
    static const std::size_t limit =
        std::size_t(sysconf(_SC_PHYS_PAGES)) / 2 * std::size_t(sysconf(_SC_PAGE_SIZE));
    return limit;
}

MemoryScope::MemoryScope() : _outer(std::exchange(limited, installed)) {}

MemoryScope::~MemoryScope()
{
    limited = _outer;
}

} // namespace flipside
