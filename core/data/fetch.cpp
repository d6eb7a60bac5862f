// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/fetch.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/data/download.h"

#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <functional>
#include <sys/file.h>
#include <unistd.h>

namespace flipside {

namespace {

using Kind = DownloadResult::Kind;
using Watch = std::function<void(std::uint64_t bytes)>;

/// Keeps two programs from writing into one folder at the same time.
class FolderLock {
public:
    explicit FolderLock(const std::filesystem::path& folder)
        : _folder(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC))
    {
        // A file system without locks (some network ones) does without.
        if (::flock(_folder, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
            return;
        ::close(_folder);
        throw Error("another program is fetching into " + folder.string() + "; wait until it has ended");
    }
    ~FolderLock()
    {
        if (_folder >= 0)
            ::close(_folder);
    }
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

private:
    int _folder;
};

/// Room for a mirror that compresses less well.
std::uint64_t largestSize(const RemoteFile& file)
{
    return file.bytes + file.bytes / 2 + 4096;
}

std::string hostOf(const std::string& address)
{
    const std::size_t begin = address.find("://") + 3;
    return address.substr(begin, address.find('/', begin) - begin);
}

/// True where the file unpacks to the content that it should have. A plain file is its own content.
bool isRight(const std::filesystem::path& path, const RemoteFile& file)
{
    gzFile packed = gzopen(path.c_str(), "rb");
    if (!packed)
        return false;
    // One byte more than wanted: only at the end of the stream does zlib compare its checksum.
    std::string content(file.unpackedBytes + 1, '\0');
    const int got = gzread(packed, content.data(), static_cast<unsigned>(content.size()));
    const bool whole = gzclose(packed) == Z_OK;
    if (!whole || got < 0 || static_cast<std::uint64_t>(got) != file.unpackedBytes)
        return false;
    content.resize(file.unpackedBytes);
    return sha256(content) == file.sha256;
}

/// True where the file is there, compressed or plain. A plain one is what datasets are read from first, so a
/// wrong one would hide what is fetched.
bool isInPlace(const std::filesystem::path& folder, const RemoteFile& file)
{
    const auto packed = folder / file.name;
    const auto plain = folder / packed.stem();
    std::error_code error;
    if (!std::filesystem::exists(plain, error))
        return isRight(packed, file);
    if (!isRight(plain, file))
        throw Error(plain.string() + " is damaged or another dataset's; remove it, then fetch again");
    return true;
}

void putInPlace(const std::filesystem::path& part, const std::filesystem::path& target)
{
    writeFileWith(target, [&](const std::filesystem::path& temporary) {
        std::error_code error;
        std::filesystem::rename(part, temporary, error);
        if (error)
            throw Error("cannot write " + target.string() + ": " + error.message() +
                        "; choose another folder, then fetch again");
    });
}

/// Gets the files of one dataset from its mirrors.
class Fetch {
public:
    Fetch(const RemoteDataset& dataset, const std::filesystem::path& folder, const FetchOptions& options)
        : _dataset(dataset), _folder(folder), _attempts(options.attempts), _mirrors(dataset.mirrors),
          _downloader(options.patience)
    {
    }

    void fetch(const RemoteFile& file, const Watch& watch);

private:
    DownloadResult fetchFrom(const std::string& mirror, const RemoteFile& file,
                             const std::filesystem::path& part, const Watch& watch);
    [[noreturn]] void fail(const RemoteFile& file, const std::vector<DownloadResult>& results) const;

    const RemoteDataset& _dataset;
    const std::filesystem::path& _folder;
    int _attempts;
    std::vector<std::string> _mirrors;
    Downloader _downloader;
};

void Fetch::fetch(const RemoteFile& file, const Watch& watch)
{
    const auto target = _folder / file.name;
    const std::filesystem::path part = target.string() + ".part";
    // An earlier run may have ended between the last byte and the new name.
    if (isRight(part, file))
        return putInPlace(part, target);
    std::vector<DownloadResult> results;
    for (auto mirror = _mirrors.begin(); mirror != _mirrors.end(); ++mirror) {
        results.push_back(fetchFrom(*mirror, file, part, watch));
        if (results.back().kind == Kind::Complete) {
            putInPlace(part, target);
            // The next file need not wait for the mirrors that failed.
            std::rotate(_mirrors.begin(), mirror, _mirrors.end());
            return;
        }
    }
    std::error_code error;
    if (std::filesystem::is_empty(part, error))
        std::filesystem::remove(part, error);
    fail(file, results);
}

/// Asks one mirror until the file is right or there is nothing more to hope for.
DownloadResult Fetch::fetchFrom(const std::string& mirror, const RemoteFile& file,
                                const std::filesystem::path& part, const Watch& watch)
{
    for (int attempt = 1;;) {
        std::error_code error;
        const bool resumed =
            std::filesystem::exists(part, error) && std::filesystem::file_size(part, error) > 0;
        auto result = _downloader.download(mirror + file.name, part, largestSize(file), watch);
        if (result.kind == Kind::Refused || result.kind == Kind::Unreachable)
            return result;
        if (result.kind != Kind::Mismatch && isRight(part, file))
            return {Kind::Complete, ""};
        if (result.kind == Kind::BrokenOff) {
            if (++attempt > _attempts)
                return result;
            continue;
        }
        std::filesystem::remove(part, error);
        // What was resumed may have begun at a mirror that compresses differently: once more, from the start.
        if (!resumed)
            return {Kind::Refused, result.problem.empty() ? "sends other content" : result.problem};
    }
}

void Fetch::fail(const RemoteFile& file, const std::vector<DownloadResult>& results) const
{
    std::string what;
    bool anyReached = false;
    for (std::size_t i = 0; i < results.size(); ++i) {
        what += (i == 0 ? "" : ", ") + hostOf(_mirrors[i]) + " " + results[i].problem;
        anyReached = anyReached || results[i].kind != Kind::Unreachable;
    }
    throw Error("cannot fetch " + file.name + " of " + _dataset.name + ": " + what +
                (anyReached ? "; try again later, or put the file into " + _folder.string() + " yourself"
                            : "; check the network connection, then fetch again"));
}

} // namespace

bool fetchDataset(const RemoteDataset& dataset, const std::filesystem::path& folder,
                  const FetchOptions& options, Progress& progress)
{
    createFolder(folder);
    const FolderLock lock(folder);
    std::vector<RemoteFile> missing;
    double total = 0.0;
    for (const RemoteFile& file : dataset.files) {
        if (progress.cancelled())
            throw Cancelled();
        progress.report(0.0, "looking at what is there");
        if (isInPlace(folder, file))
            continue;
        missing.push_back(file);
        total += static_cast<double>(file.bytes);
    }
    Fetch fetch(dataset, folder, options);
    double done = 0.0;
    for (const RemoteFile& file : missing) {
        const auto size = static_cast<double>(file.bytes);
        fetch.fetch(file, [&](std::uint64_t bytes) {
            if (progress.cancelled())
                throw Cancelled();
            progress.report((done + std::min(static_cast<double>(bytes), size)) / total,
                            "fetching " + file.name);
        });
        done += size;
        progress.report(done / total, "fetching " + file.name);
    }
    return !missing.empty();
}

} // namespace flipside
