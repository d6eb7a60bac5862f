// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace flipside {

/// What a zip archive's central directory says of one record.
struct ZipRecord {
    std::string name;             ///< with the archive's own folder in front
    std::uint64_t size = 0;       ///< bytes, unpacked
    std::uint64_t packedSize = 0; ///< bytes in the archive
    std::uint64_t offset = 0;     ///< of the record's own header in the archive
    std::uint32_t crc = 0;        ///< CRC-32 of the unpacked bytes
    bool packed = false;          ///< deflated; otherwise stored as it is
};

/// Reads the directory of an archive in memory without unpacking anything. Throws Error with half a sentence
/// that says what is wrong with it ("it is cut short"). The archive must end with its directory: what is read
/// here is then what any other reader finds.
std::vector<ZipRecord> readZipDirectory(std::string_view archive);

} // namespace flipside
