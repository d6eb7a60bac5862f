// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/memory_limit.h"

#include <c10/core/CPUAllocator.h>
#include <c10/core/alignment.h>
#include <c10/core/impl/alloc_cpu.h>
#include <torch/version.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <malloc.h>
#include <new>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>

namespace flipside {

namespace {

thread_local bool limited = false;
std::atomic<std::size_t> liveBytes{0}; ///< of tensors
/// What this thread took by operator new within its scope; less than nothing where it released older things.
thread_local std::ptrdiff_t ownBytes = 0;

bool fits(std::size_t size, std::size_t taken, std::size_t limit)
{
    return size <= limit && taken <= limit - size;
}

/// In front of every allocation stands its size; what follows stays aligned as LibTorch wants it.
constexpr std::size_t header = c10::gAlignment;
static_assert(header >= sizeof(std::size_t));

/// Asks for memory in pages of 2 MB, as far as whole ones fit: the system fills them in one go instead of in
/// 512, and the processor finds them sooner. It is a wish, which nothing depends on.
void askForLargePages(std::byte* begin, std::size_t size)
{
    constexpr std::size_t largePage = std::size_t{2} << 20;
    const std::size_t skipped = (largePage - reinterpret_cast<std::uintptr_t>(begin) % largePage) % largePage;
    if (size >= skipped + largePage)
        (void)::madvise(begin + skipped, (size - skipped) / largePage * largePage, MADV_HUGEPAGE);
}

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
#if TORCH_VERSION_MAJOR < 2
    c10::DataPtr allocate(std::size_t size) const override
    {
        return counted(size);
    }
#else
    c10::DataPtr allocate(std::size_t size) override
    {
        return counted(size);
    }
    void copy_data(void* to, const void* from, std::size_t count) const override
    {
        std::memcpy(to, from, count);
    }
#endif
    c10::DeleterFnPtr raw_deleter() const override
    {
        return &release;
    }

private:
    static c10::DataPtr counted(std::size_t size)
    {
        if (limited && !fits(size, liveBytes.load(std::memory_order_relaxed), memoryLimit()))
            throw MemoryIsUp{};
        void* begin = c10::alloc_cpu(size + header);
        askForLargePages(static_cast<std::byte*>(begin), size + header);
        *static_cast<std::size_t*>(begin) = size;
        liveBytes.fetch_add(size, std::memory_order_relaxed);
        void* data = static_cast<std::byte*>(begin) + header;
        return {data, data, &release, c10::Device(c10::DeviceType::CPU)};
    }
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

std::string MemoryIsUp::reason()
{
    return "it asks for more than " + std::to_string(memoryLimit() >> 30) +
           " GB of memory, half of what this machine has, or for " + std::to_string(listLimit >> 30) +
           " GB in lists";
}

MemoryScope::MemoryScope() : _outer(std::exchange(limited, installed))
{
    if (!_outer)
        ownBytes = 0;
}

MemoryScope::~MemoryScope()
{
    limited = _outer;
}

} // namespace flipside

// The address sanitizer has operators of its own, and takes ours for a mistake.
#if !defined(__SANITIZE_ADDRESS__)

// The other forms of these operators call these two.

void* operator new(std::size_t size)
{
    using namespace flipside;
    if (limited && !fits(size, std::size_t(std::max<std::ptrdiff_t>(ownBytes, 0)), listLimit))
        throw MemoryIsUp{};
    void* data = std::malloc(std::max<std::size_t>(size, 1));
    if (!data)
        throw std::bad_alloc();
    if (limited)
        ownBytes += std::ptrdiff_t(malloc_usable_size(data));
    return data;
}

void operator delete(void* data) noexcept
{
    using namespace flipside;
    if (limited && data)
        ownBytes -= std::ptrdiff_t(malloc_usable_size(data));
    std::free(data);
}

void operator delete(void* data, std::size_t /*size*/) noexcept
{
    operator delete(data);
}

#endif
