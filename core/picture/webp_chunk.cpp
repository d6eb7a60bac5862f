// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/webp_chunk.h"

#include "core/picture/byte_order.h"
#include "core/picture/tiff_directory.h"

namespace flipside {

namespace {

constexpr std::size_t riffHeaderSize = 12;
constexpr unsigned profileFlag = 0x20;
constexpr unsigned exifFlag = 0x08;

std::string riffChunk(std::string_view type, std::string_view data)
{
    std::string chunk(type);
    chunk += littleEndian(data.size(), 4);
    chunk += data;
    chunk.resize(chunk.size() + chunk.size() % 2);
    return chunk;
}

std::string exifOf(double dotsPerInch)
{
    std::string exif("II*");
    exif += '\0';
    exif += littleEndian(8, 4);
    return exif + tiffDirectory(resolutionTags(dotsPerInch), exif.size());
}

} // namespace

std::string withWebpChunks(const std::string& webp, int width, int height, double dotsPerInch,
                           std::string_view profile)
{
    const bool hasResolution = dotsPerInch > 0.0;
    if ((!hasResolution && profile.empty()) || webp.size() < riffHeaderSize ||
        webp.compare(riffHeaderSize, 3, "VP8") != 0 || webp.compare(riffHeaderSize, 4, "VP8X") == 0)
        return webp;
    const unsigned flags = (profile.empty() ? 0u : profileFlag) | (hasResolution ? exifFlag : 0u);
    std::string content = riffChunk("VP8X", littleEndian(flags, 4) + littleEndian(unsigned(width - 1), 3) +
                                                littleEndian(unsigned(height - 1), 3));
    if (!profile.empty())
        content += riffChunk("ICCP", profile);
    content += webp.substr(riffHeaderSize);
    if (hasResolution)
        content += riffChunk("EXIF", exifOf(dotsPerInch));
    return riffChunk("RIFF", "WEBP" + content);
}

} // namespace flipside
