// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flipside {

/// What a picture is written as.
enum class PictureFormat {
    Png,  ///< every pixel as it is; carries the recipe
    Tiff, ///< every pixel as it is; what print shops take
    Jpeg, ///< small, with traces that sharp edges show
    WebP, ///< smaller, for web pages
};

/// What there is to a format.
struct PictureFormatFacts {
    PictureFormat format;
    std::string name;                  ///< "png": on the command line and in settings
    std::string words;                 ///< "PNG"
    std::vector<std::string> suffixes; ///< in small letters, the usual one first: ".tif", ".tiff"
    bool hasDeepColour;                ///< 16 bits a channel, too
    bool hasQuality;
    bool keepsGrey; ///< grey pictures stay grey; others become red, green and blue
    int mostSide;   ///< pixels
};

/// All of them; PNG first.
const std::vector<PictureFormatFacts>& pictureFormats();
const PictureFormatFacts& factsOf(PictureFormat format);

/// By a file's suffix; nothing where that is another one.
std::optional<PictureFormat> pictureFormatOf(const std::filesystem::path& file);
/// By its name, "png". Throws ArgumentError, with those that there are, for another one.
PictureFormat pictureFormatFrom(std::string_view name);

} // namespace flipside
