// SPDX-License-Identifier: GPL-3.0-or-later
// A picture file.
#include "core/picture/picture_file.h"
#include "tests/fuzz/support/reading.h"

using namespace flipside;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    for (const int channels : {1, 3})
        tryReading(data, size, [&](const std::string& file) {
            const Image image = readPicture(memoryFile(file), channels);
            require(image.channels == channels && image.size() > 0 && image.pixels.size() == image.size(),
                    "a picture has its pixels");
            (void)toBitmap(image);
        });
    return 0;
}
