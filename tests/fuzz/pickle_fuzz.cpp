// SPDX-License-Identifier: GPL-3.0-or-later
// A pickle of a model file, followed without building anything.
#include "core/sandbox/pickle_check.h"
#include "tests/fuzz/support/reading.h"

using namespace flipside;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    return tryReading(data, size, [](const std::string& pickle) {
        checkPickle(pickle, [](const std::string& key) -> std::optional<std::uint64_t> {
            if (key.empty() || key.size() > 2 || key.find_first_not_of("0123456789") != std::string::npos)
                return std::nullopt;
            return std::uint64_t{64} << std::stoul(key);
        });
    });
}
