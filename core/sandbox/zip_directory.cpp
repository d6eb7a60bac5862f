// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/zip_directory.h"

#include "core/base/error.h"

#include <concepts>

namespace flipside {

namespace {

// Sizes and signatures: PKWARE APPNOTE 6.3.10, sections 4.3.12 to 4.3.16 and 4.5.3.
constexpr std::uint64_t endSize = 22;
constexpr std::uint64_t end64LocatorSize = 20;
constexpr std::uint64_t entrySize = 46;
constexpr std::uint32_t endSignature = 0x06054b50;
constexpr std::uint32_t end64LocatorSignature = 0x07064b50;
constexpr std::uint32_t end64Signature = 0x06064b50;
constexpr std::uint32_t entrySignature = 0x02014b50;
constexpr std::uint16_t extra64 = 0x0001;

constexpr std::uint64_t maxRecords = 100000;

class Bytes {
public:
    explicit Bytes(std::string_view bytes) : _bytes(bytes) {}

    std::uint64_t size() const { return _bytes.size(); }

    std::string_view view(std::uint64_t at, std::uint64_t length) const
    {
        if (at > _bytes.size() || length > _bytes.size() - at)
            throw Error("its table of contents is damaged");
        return _bytes.substr(at, length);
    }

    template <std::unsigned_integral Number>
    Number number(std::uint64_t at) const
    {
        const std::string_view bytes = view(at, sizeof(Number));
        Number value = 0;
        for (std::size_t i = sizeof(Number); i-- > 0;)
            value = static_cast<Number>((std::uint64_t{value} << 8) | static_cast<unsigned char>(bytes[i]));
        return value;
    }

private:
    std::string_view _bytes;
};

struct Directory {
    std::uint64_t start = 0;
    std::uint64_t records = 0;
};

Directory findDirectory(const Bytes& archive)
{
    if (archive.size() < endSize || archive.number<std::uint32_t>(0) != 0x04034b50)
        throw Error("its archive is empty or damaged");
    const std::uint64_t end = archive.size() - endSize;
    if (archive.number<std::uint32_t>(end) != endSignature)
        throw Error("it is cut short or damaged");
    Directory directory{archive.number<std::uint32_t>(end + 16), archive.number<std::uint16_t>(end + 10)};
    if (end >= end64LocatorSize &&
        archive.number<std::uint32_t>(end - end64LocatorSize) == end64LocatorSignature) {
        const auto end64 = archive.number<std::uint64_t>(end - end64LocatorSize + 8);
        if (archive.number<std::uint32_t>(end64) != end64Signature)
            throw Error("its table of contents is damaged");
        directory = {archive.number<std::uint64_t>(end64 + 48), archive.number<std::uint64_t>(end64 + 32)};
    }
    return directory;
}

/// Sizes and places of 4 GiB and more stand in the entry's extra field, in this order and only where they are
/// needed.
void readLargeSizes(const Bytes& extra, ZipRecord& record)
{
    for (std::uint64_t at = 0; at + 4 <= extra.size();) {
        const auto kind = extra.number<std::uint16_t>(at);
        const auto length = extra.number<std::uint16_t>(at + 2);
        std::uint64_t field = at + 4;
        if (kind == extra64)
            for (std::uint64_t* size : {&record.size, &record.packedSize, &record.offset})
                if (*size == 0xffffffff) {
                    *size = extra.number<std::uint64_t>(field);
                    field += 8;
                }
        at += 4 + length;
    }
}

} // namespace

std::vector<ZipRecord> readZipDirectory(std::string_view archive)
{
    const Bytes bytes(archive);
    const Directory directory = findDirectory(bytes);
    if (directory.records == 0 || directory.records > maxRecords)
        throw Error("it has an impossible number of records");
    std::vector<ZipRecord> records;
    std::uint64_t at = directory.start;
    for (std::uint64_t i = 0; i < directory.records; ++i) {
        if (bytes.number<std::uint32_t>(at) != entrySignature)
            throw Error("its table of contents is damaged");
        const auto method = bytes.number<std::uint16_t>(at + 10);
        const auto nameLength = bytes.number<std::uint16_t>(at + 28);
        const auto extraLength = bytes.number<std::uint16_t>(at + 30);
        const auto commentLength = bytes.number<std::uint16_t>(at + 32);
        ZipRecord record;
        record.crc = bytes.number<std::uint32_t>(at + 16);
        record.packedSize = bytes.number<std::uint32_t>(at + 20);
        record.size = bytes.number<std::uint32_t>(at + 24);
        record.offset = bytes.number<std::uint32_t>(at + 42);
        record.name = bytes.view(at + entrySize, nameLength);
        readLargeSizes(Bytes(bytes.view(at + entrySize + nameLength, extraLength)), record);
        if (method != 0 && method != 8)
            throw Error("it is packed in a way that TorchScript files are not");
        record.packed = method == 8;
        if (record.packedSize > archive.size() || (!record.packed && record.size != record.packedSize))
            throw Error("its table of contents is damaged");
        records.push_back(std::move(record));
        at += entrySize + nameLength + extraLength + commentLength;
    }
    return records;
}

} // namespace flipside
