// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/support/reading.h"

#include "core/base/descriptor.h"

#include <cstdio>
#include <cstdlib>
#include <sys/mman.h>
#include <unistd.h>

namespace flipside {

std::filesystem::path memoryFile(std::string_view content)
{
    static const Descriptor file(::memfd_create("input", MFD_CLOEXEC));
    require(file.valid() && ::ftruncate(file.number(), 0) == 0 && ::lseek(file.number(), 0, SEEK_SET) == 0 &&
                writeAll(file.number(), content),
            "there is memory for a file");
    return "/proc/self/fd/" + std::to_string(file.number());
}

void require(bool kept, const char* promise)
{
    if (kept)
        return;
    std::fprintf(stderr, "not true: %s\n", promise);
    std::abort();
}

int tryReading(const std::uint8_t* data, std::size_t size,
               const std::function<void(const std::string&)>& read)
{
    const std::string input(reinterpret_cast<const char*>(data), size);
    try {
        read(input);
    } catch (const Error& error) {
        require(*error.what() != '\0', "a refusal says why");
    }
    return 0;
}

} // namespace flipside
