// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/journal.h"

#include "core/base/descriptor.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/json_fields.h"
#include "core/session/session_json.h"

#include <nlohmann/json.hpp>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace flipside {
namespace {

using Json = nlohmann::json;

constexpr const char* suffix = ".journal";
constexpr std::size_t checksumLength = 8;
/// The file is written anew once it is larger than both.
constexpr std::size_t rewriteFactor = 4;
constexpr std::size_t rewriteFloor = std::size_t{4} << 20;

[[noreturn]] void failWriting(const std::filesystem::path& path)
{
    throw Error("the journal that keeps your work safe cannot be written to " + path.string() + ": " +
                std::strerror(errno) + "; make room there, and save your session elsewhere meanwhile");
}

std::string checksumOf(std::string_view text)
{
    const auto sum = crc32(0, reinterpret_cast<const Bytef*>(text.data()), uInt(text.size()));
    std::array<char, checksumLength + 1> digits{};
    std::snprintf(digits.data(), digits.size(), "%08lx", static_cast<unsigned long>(sum));
    return digits.data();
}

std::string lineOf(const Json& changes)
{
    const std::string text = changes.dump();
    return checksumOf(text) + " " + text + "\n";
}

/// What has to be said about `now` to somebody who knows `before` and the pictures in `keys`.
Json changesSince(const JournalState* before, const JournalState& now, Journal::Keys& keys)
{
    Json changes = Json::object();
    if (!before || before->file != now.file)
        changes["file"] = now.file;
    if (!before || before->isModified != now.isModified)
        changes["modified"] = now.isModified;
    if (before ? before->isEnded != now.isEnded : now.isEnded)
        changes["ended"] = now.isEnded;
    Json items = Json::array();
    const auto keyOf = [&](const SharedItem& item) {
        if (keys.add(item)) {
            Json picture = toJson(*item);
            picture["key"] = keys.known.at(item);
            items.push_back(std::move(picture));
        }
        return keys.known.at(item);
    };
    if (!before || before->session.gallery != now.session.gallery) {
        Json order = Json::array();
        for (const SharedItem& item : now.session.gallery)
            order.push_back(keyOf(item));
        changes["order"] = std::move(order);
    }
    // The rest is small: all of it where any of it differs.
    Session rest = now.session;
    rest.gallery.clear();
    Session restBefore = before ? before->session : Session{};
    restBefore.gallery.clear();
    if (!before || rest != restBefore)
        changes["session"] = toJsonWithoutGallery(rest, keyOf);
    if (!items.empty())
        changes["items"] = std::move(items);
    return changes;
}

void apply(const Json& changes, JournalState& state, std::map<std::uint64_t, SharedItem>& items,
           const std::string& where)
{
    if (const auto file = changes.find("file"); file != changes.end())
        state.file = file->get<std::string>();
    if (const auto modified = changes.find("modified"); modified != changes.end())
        state.isModified = modified->get<bool>();
    if (const auto ended = changes.find("ended"); ended != changes.end())
        state.isEnded = ended->get<bool>();
    if (const auto fresh = changes.find("items"); fresh != changes.end())
        for (const Json& entry : *fresh) {
            auto item = std::make_shared<const GalleryItem>(galleryItemFromJson(entry, where));
            items[entry.value("key", item->id)] = item; // earlier versions called them by their ids
        }
    if (const auto session = changes.find("session"); session != changes.end()) {
        GalleryItems gallery = std::move(state.session.gallery);
        state.session = sessionWithoutGalleryFromJson(*session, where, [&](std::uint64_t key) {
            const auto item = items.find(key);
            return item == items.end() ? nullptr : item->second;
        });
        state.session.gallery = std::move(gallery);
    }
    if (const auto order = changes.find("order"); order != changes.end()) {
        GalleryItems gallery;
        for (const Json& key : *order)
            gallery.push_back(items.at(key.get<std::uint64_t>()));
        state.session.gallery = std::move(gallery);
    }
}

/// Everything up to the first line that is not whole. Nothing where not even the first one is.
std::optional<JournalState> replay(std::string_view text, const std::string& where)
{
    JournalState state;
    std::map<std::uint64_t, SharedItem> items;
    bool any = false;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos || end < checksumLength + 1)
            break;
        const std::string_view line = text.substr(checksumLength + 1, end - checksumLength - 1);
        if (checksumOf(line) != text.substr(0, checksumLength))
            break;
        try {
            JournalState next = state;
            const Json changes = parseJson(line);
            if (!changes.is_object())
                break;
            apply(changes, next, items, where);
            state = std::move(next);
        } catch (const std::exception&) {
            break; // a line of a newer version: what this one understands is better than nothing
        }
        any = true;
        text.remove_prefix(end + 1);
    }
    return any ? std::optional(std::move(state)) : std::nullopt;
}

/// The descriptor of a file that this process alone has now, or -1.
int lockedFile(const std::filesystem::path& path, int flags)
{
    const int file = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
    if (file >= 0 && ::flock(file, LOCK_EX | LOCK_NB) != 0) {
        ::close(file);
        errno = EWOULDBLOCK;
        return -1;
    }
    return file;
}

bool writeThrough(int file, std::string_view line)
{
    return writeAll(file, line) && ::fdatasync(file) == 0;
}

} // namespace

Journal::Journal(const std::filesystem::path& folder)
{
    createFolder(folder);
    static std::atomic<unsigned> counter{0};
    do {
        _path = folder / (std::to_string(::getpid()) + "-" + std::to_string(counter++) + suffix);
        _file = lockedFile(_path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND);
    } while (_file < 0 && (errno == EEXIST || errno == EWOULDBLOCK));
    if (_file < 0)
        failWriting(_path);
}

Journal::~Journal()
{
    if (_file >= 0)
        ::close(_file);
}

void Journal::append(const JournalState& state)
{
    if (_file < 0 || (_written && *_written == state))
        return;
    if (!_written || _size > std::max(rewriteFloor, rewriteFactor * _wholeSize)) {
        rewrite(state);
        return;
    }
    const std::string line = lineOf(changesSince(&*_written, state, _keys));
    if (!writeThrough(_file, line)) {
        const int number = errno;
        // What is half there would hide whatever is appended to it; the next time begins again with
        // everything.
        (void)::ftruncate(_file, off_t(_size));
        _written.reset();
        errno = number;
        failWriting(_path);
    }
    _size += line.size();
    _written = state;
}

void Journal::rewrite(const JournalState& state)
{
    Keys keys;
    const std::string line = lineOf(changesSince(nullptr, state, keys));
    std::filesystem::path fresh = _path;
    fresh += ".new";
    const int file = lockedFile(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND);
    if (file < 0 || !writeThrough(file, line) || ::rename(fresh.c_str(), _path.c_str()) != 0) {
        const int number = errno;
        if (file >= 0) {
            ::close(file);
            ::unlink(fresh.c_str());
        }
        errno = number;
        failWriting(_path);
    }
    ::close(_file);
    _file = file;
    _wholeSize = _size = line.size();
    _written = state;
    _keys = std::move(keys);
}

void Journal::remove()
{
    if (_file < 0)
        return;
    ::unlink(_path.c_str());
    ::close(_file);
    _file = -1;
}

AbandonedJournal::AbandonedJournal(std::filesystem::path path, int file) : _path(std::move(path)), _file(file)
{
}

AbandonedJournal::AbandonedJournal(AbandonedJournal&& other) noexcept
    : _path(std::move(other._path)), _file(std::exchange(other._file, -1))
{
}

AbandonedJournal::~AbandonedJournal()
{
    if (_file >= 0)
        ::close(_file);
}

JournalState AbandonedJournal::read() const
{
    auto state = replay(readFile(_path), _path.string());
    if (!state)
        throw Error(_path.string() +
                    ": what it kept of the last session is damaged from its beginning; your saved files are "
                    "as they were");
    return std::move(*state);
}

void AbandonedJournal::remove()
{
    ::unlink(_path.c_str());
}

std::vector<AbandonedJournal> abandonedJournals(const std::filesystem::path& folder)
{
    std::vector<std::pair<std::filesystem::file_time_type, std::filesystem::path>> found;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored))
        if (entry.path().extension() == suffix && entry.is_regular_file(ignored))
            found.emplace_back(entry.last_write_time(ignored), entry.path());
    std::sort(found.rbegin(), found.rend());
    std::vector<AbandonedJournal> abandoned;
    for (const auto& [time, path] : found) {
        const int file = lockedFile(path, O_RDONLY);
        struct stat status {};
        if (file < 0)
            continue;
        if (::fstat(file, &status) == 0 && status.st_size == 0) {
            // Its program was killed before it had anything to say.
            ::unlink(path.c_str());
            ::close(file);
            continue;
        }
        abandoned.emplace_back(path, file);
    }
    return abandoned;
}

} // namespace flipside
