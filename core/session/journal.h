// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/session.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace flipside {

/// What a journal remembers besides the session.
struct JournalState {
    Session session;
    std::string file;        ///< the .flipside file that it was opened from or saved to last; may be empty
    bool isModified = false; ///< since then
    bool isEnded = false;    ///< the program was told to end, and nothing went wrong

    bool operator==(const JournalState&) const = default;
};

/// What a session was at every moment, on disk while the program runs, so that no way of ending it loses
/// anything. A file to which each change is appended as a line of its own (its checksum, then JSON) and
/// flushed; a line that was cut off or damaged ends what is read, and everything before it counts. Belongs to
/// one thread at a time.
class Journal {
public:
    /// Begins a journal of this process in a folder, which is made where it is not there. Throws Error.
    explicit Journal(const std::filesystem::path& folder);
    /// The file stays, for the next start to find, unless remove() was called.
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    /// Appends what differs from the state before. Once changes are several times as long as the session,
    /// the file is written anew. Throws Error where the disk is full or gone; a later call begins again with
    /// everything.
    void append(const JournalState& state);
    /// The work is saved or was thrown away on purpose.
    void remove();

    const std::filesystem::path& path() const { return _path; }

    /// What pictures are called in the file. They never change, so each is written once.
    struct Keys {
        std::map<std::shared_ptr<const GalleryItem>, std::uint64_t> known;

        /// Whether it is not in the file yet.
        bool add(const std::shared_ptr<const GalleryItem>& item)
        {
            return known.emplace(item, known.size() + 1).second;
        }
    };

private:
    void rewrite(const JournalState& state);

    std::filesystem::path _path;
    int _file = -1; ///< locked for as long as this process lives
    std::optional<JournalState> _written;
    Keys _keys;
    std::size_t _wholeSize = 0; ///< of the file when it was last written anew
    std::size_t _size = 0;
};

/// A journal whose process has ended, held so that no other process takes it too.
class AbandonedJournal {
public:
    AbandonedJournal(std::filesystem::path path, int file);
    ~AbandonedJournal();
    AbandonedJournal(AbandonedJournal&& other) noexcept;
    AbandonedJournal& operator=(AbandonedJournal&&) = delete;

    /// Throws Error where not even its first line can be read.
    JournalState read() const;
    void remove();
    const std::filesystem::path& path() const { return _path; }

private:
    std::filesystem::path _path;
    int _file = -1;
};

/// The journals in a folder whose processes have ended, the newest first. Those of running programs are left
/// alone.
std::vector<AbandonedJournal> abandonedJournals(const std::filesystem::path& folder);

} // namespace flipside
