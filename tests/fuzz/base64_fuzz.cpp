// SPDX-License-Identifier: GPL-3.0-or-later
// Base64, as sessions keep thumbnails in.
#include "core/base/base64.h"
#include "tests/fuzz/support/reading.h"

using namespace flipside;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    return tryReading(data, size, [](const std::string& input) {
        require(fromBase64(toBase64(input)) == input, "bytes that are written are read as they were");
        if (const auto bytes = fromBase64(input))
            require(toBase64(*bytes).size() == input.size(), "text has the length that its bytes need");
    });
}
