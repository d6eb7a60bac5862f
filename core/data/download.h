// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace flipside {

/// What came of asking a server for a file.
struct DownloadResult {
    enum class Kind {
        Complete,    ///< the server sent all that it meant to send; it may be wrong all the same
        BrokenOff,   ///< the connection ended too early; asking again may bring the rest
        Mismatch,    ///< what the server has cannot follow what is in the file, or is too large
        Refused,     ///< the server answers, but not with the file, or too slowly
        Unreachable, ///< there is no way to the server
    };
    Kind kind;
    std::string
        problem; ///< what the server did, to follow its name in a sentence: "answered with status 404"
};

/// Downloads files over HTTP and HTTPS, one after another, through connections that stay open between them.
class Downloader {
public:
    /// Gives a server up that cannot be connected to, or is slower than 1000 bytes a second, for this long.
    /// libcurl takes the mean of the last 5 seconds, so that a sudden silence takes as much longer.
    explicit Downloader(std::chrono::seconds patience);
    ~Downloader();
    Downloader(const Downloader&) = delete;
    Downloader& operator=(const Downloader&) = delete;

    /// Adds to `file` what it lacks of `url`, or writes it anew where the server cannot send a part. `watch`
    /// hears again and again how many bytes the file has; what it throws ends the download and is thrown on.
    /// The file never grows beyond `largest` bytes. Throws Error where the file cannot be written.
    DownloadResult download(const std::string& url, const std::filesystem::path& file, std::uint64_t largest,
                            const std::function<void(std::uint64_t bytes)>& watch);

private:
    void* _curl; ///< CURL*
    std::chrono::seconds _patience;
};

} // namespace flipside
