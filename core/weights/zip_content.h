// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sandbox/zip_directory.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace flipside {

class Nest;

/// The records of a zip archive in memory, by name. Stored ones are looked at where they lie; packed ones are
/// unpacked when they are asked for, into the Nest, once each.
class ZipContent {
public:
    /// Throws Error where the archive's directory is damaged, or a name is there twice.
    ZipContent(std::string_view archive, Nest& nest);

    const std::map<std::string, ZipRecord, std::less<>>& records() const { return _records; }
    /// Nothing where there is no such record. Throws Error where it does not lie in the archive as its
    /// directory says, or unpacks to anything else than its length and checksum say; all packed ones together
    /// may unpack to 64 MiB and 16 times the archive.
    std::optional<std::string_view> content(const std::string& name);

private:
    std::string_view _archive;
    Nest& _nest;
    std::map<std::string, ZipRecord, std::less<>> _records;
    std::map<std::string, std::string_view> _unpacked;
};

} // namespace flipside
