// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace flipside {

/// What a film is written as.
enum class FilmFormat {
    Mp4,         ///< H.264, or MPEG-4 where no H.264 encoder is installed; plays everywhere
    WebM,        ///< VP9, or VP8; plays in every browser
    Gif,         ///< up to 256 colours a frame, repeats for ever
    PngSequence, ///< a folder of numbered pictures, every pixel as it was
};

/// Answers whether libav has the encoder of a name.
using HasEncoder = std::function<bool(std::string_view encoder)>;

/// Whether the libav that runs has it.
bool hasEncoder(std::string_view encoder);

/// The formats that can be written here, in the order above. A sequence of PNG is always among them.
std::vector<FilmFormat> availableFormats(const HasEncoder& has = hasEncoder);

/// The best encoder that is there for a format; empty where there is none, and for a sequence of PNG, which
/// needs none.
std::string encoderOf(FilmFormat format, const HasEncoder& has = hasEncoder);

/// "mp4", "webm", "gif" or "png".
std::string filmFormatId(FilmFormat format);

/// Throws ArgumentError, naming those that can be written here, where no format has the id.
FilmFormat filmFormatOfId(std::string_view id);

/// What its files end with, such as ".mp4"; empty for a sequence, which is a folder.
std::string filmFormatSuffix(FilmFormat format);

/// A name for people, such as "MP4".
std::string filmFormatName(FilmFormat format);

} // namespace flipside
