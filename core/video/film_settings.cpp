// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/video/film_settings.h"

#include "core/base/error.h"

#include <algorithm>

namespace flipside {

namespace {

constexpr int leastSide = 16;
constexpr int mostSide = 8192;
constexpr int fastest = 240;
constexpr int fastestGif = 50;

void checkRange(const char* what, int value, int least, int most)
{
    if (value < least || value > most)
        throw ArgumentError(std::string("the film's ") + what + " must be " + std::to_string(least) + " to " +
                            std::to_string(most) + ", not " + std::to_string(value));
}

void checkEven(const FilmSettings& settings)
{
    if (settings.width % 2 == 0 && settings.height % 2 == 0)
        return;
    const auto size = [](int width, int height) {
        return std::to_string(width) + " × " + std::to_string(height);
    };
    throw ArgumentError(filmFormatName(settings.format) + " films have an even width and height, not " +
                        size(settings.width, settings.height) + "; choose " +
                        size(settings.width & ~1, settings.height & ~1) + ", or GIF or PNG");
}

} // namespace

void checkFilmSettings(const FilmSettings& settings)
{
    checkRange("width", settings.width, leastSide, mostSide);
    checkRange("height", settings.height, leastSide, mostSide);
    checkRange("frames per second", settings.framesPerSecond, 1, fastest);
    checkRange("quality", settings.quality, 1, 100);
    if (settings.format == FilmFormat::Mp4 || settings.format == FilmFormat::WebM)
        checkEven(settings);
    if (settings.format == FilmFormat::Gif && settings.framesPerSecond > fastestGif)
        throw ArgumentError("a GIF shows at most " + std::to_string(fastestGif) + " frames per second, not " +
                            std::to_string(settings.framesPerSecond) + "; choose fewer, or another format");
    const auto available = availableFormats();
    if (std::find(available.begin(), available.end(), settings.format) == available.end())
        throw ArgumentError(filmFormatName(settings.format) +
                            " cannot be written here, as libavcodec has no encoder for it; choose " +
                            filmFormatName(available.front()));
}

} // namespace flipside
