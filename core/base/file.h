// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace flipside {

/// The whole content of a file. Throws Error when it is missing, unreadable, not a regular file, or larger
/// than `maxBytes`.
std::string readFile(const std::filesystem::path& path, std::uint64_t maxBytes = std::uint64_t{2} << 30);

/// A file's content of which the system reads only what is looked at; read-only.
class MappedFile {
public:
    /// Throws Error when the file is missing, unreadable or not a regular file.
    explicit MappedFile(const std::filesystem::path& path);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    std::string_view content() const { return _content; }

private:
    std::string_view _content;
};

/// Writes a file whole or not at all: into a temporary file beside it, flushed to the disk, then renamed over
/// the target. Throws Error (disk full, no permission, no such folder) and leaves any older file as it was.
void writeFile(const std::filesystem::path& path, std::string_view content);

/// The same for content that a library writes to a path of its own: `write` gets the temporary file's path.
void writeFileWith(const std::filesystem::path& path,
                   const std::function<void(const std::filesystem::path& temporary)>& write);

/// Moves a file over another of the same folder. Throws Error.
void renameFile(const std::filesystem::path& from, const std::filesystem::path& to);

/// Removes the unfinished files and folders that a killed process left in a folder: those that nobody has
/// touched for an hour, as a younger one may still be in the hands of a process elsewhere.
void removeAbandonedTemporaries(const std::filesystem::path& folder);

/// Creates a folder and its parents; throws Error where that is not possible.
void createFolder(const std::filesystem::path& path);

/// SHA-256 of a string of bytes or of a file, as 64 hexadecimal digits.
std::string sha256(std::string_view bytes);
std::string sha256OfFile(const std::filesystem::path& path);

} // namespace flipside
