// SPDX-License-Identifier: GPL-3.0-or-later
// A file of images or labels in the format of MNIST, plain or compressed.
#include "core/data/idx_file.h"
#include "tests/fuzz/support/reading.h"

using namespace flipside;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    for (const int dimensions : {1, 3})
        tryReading(data, size, [&](const std::string& bytes) {
            IdxFile file(memoryFile(bytes), dimensions);
            std::vector<std::uint8_t> items;
            std::size_t count = 0;
            for (std::size_t got = 0; (got = file.read(3, items)) > 0; count += got)
                require(items.size() == got * file.itemSize(), "what is read is whole");
            require(count == file.shape().front(), "there are as many items as the header says");
        });
    return 0;
}
