// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/picture_format.h"

#include "core/base/error.h"

#include <algorithm>
#include <cctype>

namespace flipside {

const std::vector<PictureFormatFacts>& pictureFormats()
{
    // The sides are those of libpng, libtiff, libjpeg and the WebP container.
    static const std::vector<PictureFormatFacts> all{
        {PictureFormat::Png, "png", "PNG", {".png"}, true, false, true, 1000000},
        {PictureFormat::Tiff, "tiff", "TIFF", {".tif", ".tiff"}, true, false, true, 1000000},
        {PictureFormat::Jpeg, "jpeg", "JPEG", {".jpg", ".jpeg"}, false, true, true, 65500},
        {PictureFormat::WebP, "webp", "WebP", {".webp"}, false, true, false, 16383},
    };
    return all;
}

const PictureFormatFacts& factsOf(PictureFormat format)
{
    return *std::ranges::find(pictureFormats(), format, &PictureFormatFacts::format);
}

std::optional<PictureFormat> pictureFormatOf(const std::filesystem::path& file)
{
    std::string suffix = file.extension().string();
    std::ranges::transform(suffix, suffix.begin(),
                           [](unsigned char letter) { return char(std::tolower(letter)); });
    for (const PictureFormatFacts& facts : pictureFormats())
        if (std::ranges::count(facts.suffixes, suffix) > 0)
            return facts.format;
    return std::nullopt;
}

PictureFormat pictureFormatFrom(std::string_view name)
{
    std::string known;
    for (const PictureFormatFacts& facts : pictureFormats()) {
        if (facts.name == name)
            return facts.format;
        known += (known.empty() ? "" : ", ") + facts.name;
    }
    throw ArgumentError("there is no picture format \"" + std::string(name) + "\"; choose one of " + known);
}

} // namespace flipside
