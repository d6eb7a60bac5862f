// SPDX-License-Identifier: GPL-3.0-or-later
// A picture file.
#include "core/picture/picture_file.h"
#include "core/picture/picture_header.h"
#include "tests/fuzz/support/reading.h"

using namespace flipside;

namespace {

/// A hundred megapixels fit into a kilobyte, may be read, and take seconds here. What is to be found takes
/// long without them.
bool isLarge(std::string_view file)
{
    constexpr double largest = 4e6;
    const auto size = sizeInHeader(file);
    return size && double(size->width) * double(size->height) > largest;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (isLarge({reinterpret_cast<const char*>(data), size}))
        return 0;
    for (const int channels : {1, 3})
        tryReading(data, size, [&](const std::string& file) {
            const Image image = readPicture(memoryFile(file), channels);
            require(image.channels == channels && image.size() > 0 && image.pixels.size() == image.size(),
                    "a picture has its pixels");
            (void)toBitmap(image);
        });
    return 0;
}
