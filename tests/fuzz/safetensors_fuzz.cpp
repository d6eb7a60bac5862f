// SPDX-License-Identifier: GPL-3.0-or-later
// A file of safetensors.
#include "core/weights/safetensors.h"
#include "tests/fuzz/support/reading.h"
#include "tests/fuzz/support/weights_reading.h"

using namespace flipside;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    return tryReading(data, size, [](const std::string& file) { useAll(readSafetensors(file, nullptr)); });
}
