// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/bitmap.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace flipside {

Bitmap toBitmap(const Image& image)
{
    if (image.channels != 1 && image.channels != 3)
        throw Error("a picture has " + std::to_string(image.channels) + " channels; it must have 1 or 3");
    if (image.pixels.size() != image.size())
        throw Error("a picture has " + std::to_string(image.pixels.size()) + " pixels instead of " +
                    std::to_string(image.size()) + "; make it anew");
    Bitmap bitmap{image.channels, image.height, image.width, std::vector<std::uint8_t>(image.pixels.size())};
    std::transform(image.pixels.begin(), image.pixels.end(), bitmap.pixels.begin(), [](float value) {
        return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0f, 1.0f) * 255.0f));
    });
    return bitmap;
}

} // namespace flipside
