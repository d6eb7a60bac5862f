// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/video/film_format.h"

#include "core/base/error.h"
#include "core/video/libav.h"

#include <algorithm>
#include <array>

namespace flipside {

namespace {

struct Description {
    FilmFormat format;
    const char* id;
    const char* suffix;
    const char* name;
    std::vector<std::string> encoders; ///< the best first
};

const std::array<Description, 4>& descriptions()
{
    static const std::array<Description, 4> all{{
        {FilmFormat::Mp4, "mp4", ".mp4", "MP4", {"libx264", "mpeg4"}},
        {FilmFormat::WebM, "webm", ".webm", "WebM", {"libvpx-vp9", "libvpx"}},
        {FilmFormat::Gif, "gif", ".gif", "GIF", {"gif"}},
        {FilmFormat::PngSequence, "png", "", "PNG sequence", {}},
    }};
    return all;
}

const Description& describe(FilmFormat format)
{
    return *std::find_if(descriptions().begin(), descriptions().end(),
                         [&](const Description& description) { return description.format == format; });
}

} // namespace

bool hasEncoder(std::string_view encoder)
{
    return avcodec_find_encoder_by_name(std::string(encoder).c_str()) != nullptr;
}

std::vector<FilmFormat> availableFormats(const HasEncoder& has)
{
    std::vector<FilmFormat> available;
    for (const Description& description : descriptions())
        if (description.encoders.empty() || !encoderOf(description.format, has).empty())
            available.push_back(description.format);
    return available;
}

std::string encoderOf(FilmFormat format, const HasEncoder& has)
{
    const auto& encoders = describe(format).encoders;
    const auto found = std::find_if(encoders.begin(), encoders.end(), has);
    return found == encoders.end() ? std::string() : *found;
}

std::string filmFormatId(FilmFormat format)
{
    return describe(format).id;
}

FilmFormat filmFormatOfId(std::string_view id)
{
    for (const Description& description : descriptions())
        if (description.id == id)
            return description.format;
    std::string known;
    for (const FilmFormat format : availableFormats())
        known += (known.empty() ? "" : ", ") + filmFormatId(format);
    throw ArgumentError("there is no film format \"" + std::string(id) + "\"; choose one of " + known);
}

std::string filmFormatSuffix(FilmFormat format)
{
    return describe(format).suffix;
}

std::string filmFormatName(FilmFormat format)
{
    return describe(format).name;
}

} // namespace flipside
