// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/zip_content.h"

#include "core/base/error.h"
#include "core/weights/nest.h"
#include "core/weights/refuse_weights.h"

#include <algorithm>
#include <vector>
#include <zlib.h>

namespace flipside {

namespace {

constexpr std::uint64_t localHeaderSize = 30; // PKWARE APPNOTE 6.3.10, section 4.3.7
constexpr std::uint64_t largestUnpacked = std::uint64_t{8} << 30;

[[noreturn]] void refuseDamagedRecord(const std::string& name)
{
    refuseWeights("its record " + shownText(name) + " is damaged");
}

std::uint64_t zipNumber(std::string_view bytes, std::size_t at)
{
    return static_cast<unsigned char>(bytes[at]) |
           (std::uint64_t{static_cast<unsigned char>(bytes[at + 1])} << 8);
}

std::string_view packedBytes(std::string_view archive, const ZipRecord& record)
{
    if (record.offset > archive.size() || archive.size() - record.offset < localHeaderSize)
        refuseDamagedRecord(record.name);
    const std::string_view header = archive.substr(record.offset);
    const std::uint64_t start = localHeaderSize + zipNumber(header, 26) + zipNumber(header, 28);
    if (!header.starts_with("PK\x03\x04") || start > header.size() ||
        header.size() - start < record.packedSize ||
        header.substr(localHeaderSize, zipNumber(header, 26)) != record.name)
        refuseDamagedRecord(record.name);
    return header.substr(start, record.packedSize);
}

/// Ends the use of zlib's memory however it is left.
struct Inflation {
    z_stream stream = {};
    Inflation()
    {
        // Without a header of zlib's own.
        if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
            refuseWeights("there is no memory to unpack it", "close other programs");
    }
    ~Inflation() { inflateEnd(&stream); }
    Inflation(const Inflation&) = delete;
    Inflation& operator=(const Inflation&) = delete;
};

std::string unpack(std::string_view packed, const ZipRecord& record)
{
    constexpr std::size_t step = std::size_t{1} << 20;
    Inflation inflation;
    std::string content;
    std::vector<char> some(step);
    int state = Z_OK;
    // A step at a time: a length that is a lie must not take its memory.
    while (state == Z_OK && content.size() <= record.size) {
        if (inflation.stream.avail_in == 0) {
            const std::size_t next = std::min(step, packed.size());
            inflation.stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
            inflation.stream.avail_in = static_cast<uInt>(next);
            packed.remove_prefix(next);
        }
        inflation.stream.next_out = reinterpret_cast<Bytef*>(some.data());
        inflation.stream.avail_out = static_cast<uInt>(some.size());
        state = inflate(&inflation.stream, Z_NO_FLUSH);
        content.append(some.data(), some.size() - inflation.stream.avail_out);
    }
    const auto crc = crc32_z(0, reinterpret_cast<const Bytef*>(content.data()), content.size());
    if (state != Z_STREAM_END || content.size() != record.size || crc != record.crc)
        refuseDamagedRecord(record.name);
    return content;
}

} // namespace

ZipContent::ZipContent(std::string_view archive, Nest& nest) : _archive(archive), _nest(nest)
{
    std::vector<ZipRecord> records;
    try {
        records = readZipDirectory(archive);
    } catch (const Error& error) {
        refuseWeights(error.what());
    }
    std::uint64_t unpacked = 0;
    for (ZipRecord& record : records) {
        const std::uint64_t most = std::min(largestUnpacked, (std::uint64_t{64} << 20) + 16 * archive.size());
        if (record.packed && (record.size > most || (unpacked += record.size) > most))
            refuseWeights("it is a small file that unpacks to an enormous one",
                          "ask for it where it came from, as torch.save writes it");
        std::string name = record.name;
        if (!_records.emplace(std::move(name), std::move(record)).second)
            refuseWeights("it holds one of its records twice");
    }
}

std::optional<std::string_view> ZipContent::content(const std::string& name)
{
    const auto record = _records.find(name);
    if (record == _records.end())
        return std::nullopt;
    if (!record->second.packed)
        return packedBytes(_archive, record->second);
    const auto known = _unpacked.find(name);
    if (known != _unpacked.end())
        return known->second;
    const std::string_view content =
        _nest.keep(unpack(packedBytes(_archive, record->second), record->second));
    _unpacked.emplace(name, content);
    return content;
}

} // namespace flipside
