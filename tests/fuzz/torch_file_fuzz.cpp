// SPDX-License-Identifier: GPL-3.0-or-later
// A file of torch.save, of either kind.
#include "core/weights/torch_file.h"
#include "tests/fuzz/support/reading.h"
#include "tests/fuzz/support/weights_reading.h"

using namespace flipside;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    return tryReading(data, size, [](const std::string& file) {
        useAll(file.starts_with("PK") ? readTorchZip(file, nullptr) : readTorchLegacy(file, nullptr));
    });
}
