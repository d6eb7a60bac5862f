// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/picture/png_chunk.h"

#include "core/base/error.h"
#include "core/picture/byte_order.h"

#include <cmath>
#include <cstddef>
#include <zlib.h>

namespace flipside {

namespace {

constexpr std::size_t behindHeaderChunk = 8 + 12 + 13; ///< signature, a chunk's frame, IHDR's data
constexpr double metresInAnInch = 0.0254;

std::string zipped(std::string_view data)
{
    uLongf size = compressBound(uLong(data.size()));
    std::string result(size, '\0');
    if (compress(reinterpret_cast<Bytef*>(result.data()), &size, reinterpret_cast<const Bytef*>(data.data()),
                 uLong(data.size())) != Z_OK)
        throw Error("there is not enough memory to write the picture; choose a smaller size");
    result.resize(size);
    return result;
}

} // namespace

std::string withPngChunk(std::string png, std::string_view type, std::string_view data)
{
    std::string chunk(type);
    chunk += data;
    const auto checksum = crc32_z(0, reinterpret_cast<const unsigned char*>(chunk.data()), chunk.size());
    png.insert(behindHeaderChunk, bigEndian(data.size(), 4) + chunk + bigEndian(checksum, 4));
    return png;
}

std::string withPngResolution(std::string png, double dotsPerInch)
{
    const std::string dots = bigEndian(std::uint64_t(std::llround(dotsPerInch / metresInAnInch)), 4);
    return withPngChunk(std::move(png), "pHYs", dots + dots + '\1'); // to the metre
}

std::string withPngProfile(std::string png, std::string_view profile)
{
    std::string data("sRGB");
    data += std::string_view("\0\0", 2); // the name's end; packed by zlib
    return withPngChunk(std::move(png), "iCCP", data + zipped(profile));
}

} // namespace flipside
