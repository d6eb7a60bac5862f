// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace flipside {

/// A file on its way: it grows under a hidden name beside its target and takes the target's place when it is
/// finished. Until then an older file stays as it was; a file that is never finished leaves nothing behind.
class UnfinishedFile {
public:
    explicit UnfinishedFile(std::filesystem::path target);
    ~UnfinishedFile();
    UnfinishedFile(const UnfinishedFile&) = delete;
    UnfinishedFile& operator=(const UnfinishedFile&) = delete;

    const std::filesystem::path& target() const { return _target; }
    /// Where to write it.
    const std::filesystem::path& temporary() const { return _temporary; }
    /// Flushes it to the disk and renames it over the target. Throws Error.
    void finish();

private:
    std::filesystem::path _target;
    std::filesystem::path _temporary;
    bool _finished = false;
};

/// The same for a folder of files. Its target is a folder that does not exist yet, or an empty one.
class UnfinishedFolder {
public:
    /// Throws Error where the target exists and is anything but an empty folder, or cannot be made.
    explicit UnfinishedFolder(const std::filesystem::path& target);
    ~UnfinishedFolder();
    UnfinishedFolder(const UnfinishedFolder&) = delete;
    UnfinishedFolder& operator=(const UnfinishedFolder&) = delete;

    /// Adds a file; throws Error.
    void write(const std::string& name, std::string_view content);
    void finish();

private:
    std::filesystem::path _target;
    std::filesystem::path _temporary;
    bool _finished = false;
};

/// Writes the bytes of a file that nobody else sees yet, not flushed to the disk. An Error names `target`,
/// the file or folder that they are for.
void writeContent(const std::filesystem::path& file, std::string_view content,
                  const std::filesystem::path& target);

/// Whether a name is that of an unfinished file or folder.
bool isTemporaryName(const std::string& name);

} // namespace flipside
