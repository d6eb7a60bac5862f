// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace flipside {

/// A gzip-compressed file that others offer on the web. Mirrors compress the same content differently, so the
/// content is what is known exactly.
struct RemoteFile {
    std::string name;            ///< with .gz
    std::string sha256;          ///< of the unpacked content
    std::uint64_t unpackedBytes; ///< exactly
    std::uint64_t bytes;         ///< of the compressed file, about
};

/// A dataset that can be fetched. A dataset counts as there once it has its training images
/// (IdxDataset::isIn), so they are its last file.
struct RemoteDataset {
    std::string name;
    std::vector<std::string> mirrors; ///< addresses that a file's name is put after, best first
    std::vector<RemoteFile> files;    ///< in the order in which they are fetched
};

/// Every dataset that can be fetched.
const std::vector<RemoteDataset>& remoteDatasets();

/// Throws ArgumentError, which lists the known names, where there is none of this name.
const RemoteDataset& findRemoteDataset(const std::string& name);

} // namespace flipside
