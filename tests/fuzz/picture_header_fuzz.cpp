// SPDX-License-Identifier: GPL-3.0-or-later
// The header of a picture file.
#include "core/picture/picture_header.h"
#include "tests/fuzz/support/reading.h"

using namespace flipside;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    return tryReading(data, size, [](const std::string& file) {
        const auto said = sizeInHeader(file);
        require(!said || (said->width < std::uint64_t{1} << 40 && said->height < std::uint64_t{1} << 40),
                "a size is one that can be multiplied");
    });
}
