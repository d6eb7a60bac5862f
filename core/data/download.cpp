// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/download.h"

#include "core/base/error.h"

#include <curl/curl.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <string_view>
#include <unistd.h>

namespace flipside {

namespace {

using Kind = DownloadResult::Kind;

constexpr long mostRedirects = 5;
constexpr long slowestBytesPerSecond = 1000;
constexpr long statusWhole = 200;
constexpr long statusPart = 206;
constexpr long statusNoSuchPart = 416;

/// One request and the file that its answer goes to. The functions that libcurl calls are C: they keep what
/// is thrown for after them.
class Transfer {
public:
    Transfer(CURL* curl, const std::filesystem::path& path, std::uint64_t largest,
             const std::function<void(std::uint64_t)>& watch)
        : _curl(curl), _path(path), _file(std::fopen(path.c_str(), "abe")), _largest(largest), _watch(watch)
    {
        if (!_file)
            failWriting();
        // What the system took counts, not what lies in a buffer.
        std::setvbuf(_file.get(), nullptr, _IONBF, 0);
        _size = std::filesystem::file_size(path);
    }

    std::uint64_t size() const { return _size; }

    long status() const
    {
        long status = 0;
        curl_easy_getinfo(_curl, CURLINFO_RESPONSE_CODE, &status);
        return status;
    }

    DownloadResult result(CURLcode code) const;

    static std::size_t onBody(const char* bytes, std::size_t, std::size_t count, void* transfer)
    {
        auto& self = *static_cast<Transfer*>(transfer);
        return self.goesOn([&] { return self.take({bytes, count}); }) ? count : 0;
    }

    static int onProgress(void* transfer, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
    {
        auto& self = *static_cast<Transfer*>(transfer);
        return self.goesOn([&] { return self._watch(self._size), true; }) ? 0 : 1;
    }

private:
    struct CloseFile {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };

    template <typename Step>
    bool goesOn(const Step& step)
    {
        try {
            return step();
        } catch (...) {
            _thrown = std::current_exception();
            return false;
        }
    }

    bool take(std::string_view bytes);
    std::optional<DownloadResult> begin();
    std::optional<std::uint64_t> partBegin() const;
    [[noreturn]] void failWriting() const;

    CURL* _curl;
    std::filesystem::path _path;
    std::unique_ptr<std::FILE, CloseFile> _file;
    std::uint64_t _size = 0;
    std::uint64_t _largest;
    const std::function<void(std::uint64_t)>& _watch;
    bool _begun = false;
    std::optional<DownloadResult> _refusal;
    std::exception_ptr _thrown;
};

/// Writes bytes of the body; false where no more of them are wanted.
bool Transfer::take(std::string_view bytes)
{
    if (!_begun)
        _refusal = begin();
    _begun = true;
    if (!_refusal && bytes.size() > _largest - _size)
        _refusal = {Kind::Mismatch, "sends a file that is too large"};
    if (_refusal)
        return false;
    const std::size_t put = std::fwrite(bytes.data(), 1, bytes.size(), _file.get());
    _size += put;
    if (put < bytes.size())
        failWriting();
    return true;
}

/// Before the first byte of the body: makes ready for the whole file or for the rest of it.
std::optional<DownloadResult> Transfer::begin()
{
    if (status() == statusPart)
        return partBegin() == _size ? std::nullopt
                                    : std::optional<DownloadResult>(
                                          {Kind::Mismatch, "sends another part of the file than asked for"});
    if (status() != statusWhole)
        return DownloadResult{Kind::Refused, "answered with status " + std::to_string(status())};
    if (::ftruncate(::fileno(_file.get()), 0) != 0)
        failWriting();
    _size = 0;
    return std::nullopt;
}

/// Where the part that the server sends begins, from "Content-Range: bytes 123-456/789".
std::optional<std::uint64_t> Transfer::partBegin() const
{
    constexpr std::string_view unit = "bytes ";
    curl_header* header = nullptr;
    if (curl_easy_header(_curl, "Content-Range", 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
        return std::nullopt;
    const std::string_view value = header->value;
    std::uint64_t begin = 0;
    if (!value.starts_with(unit) ||
        std::from_chars(value.data() + unit.size(), value.data() + value.size(), begin).ec != std::errc())
        return std::nullopt;
    return begin;
}

void Transfer::failWriting() const
{
    throw Error("cannot write " + _path.string() + ": " + std::strerror(errno) +
                "; free some space or choose another folder, then fetch again");
}

DownloadResult Transfer::result(CURLcode code) const
{
    if (_thrown)
        std::rethrow_exception(_thrown);
    if (_refusal)
        return *_refusal;
    switch (code) {
    case CURLE_OK:
        return {Kind::Complete, ""};
    case CURLE_HTTP_RETURNED_ERROR:
        return {status() == statusNoSuchPart ? Kind::Mismatch : Kind::Refused,
                "answered with status " + std::to_string(status())};
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
        return {Kind::Unreachable, "cannot be reached"};
    case CURLE_OPERATION_TIMEDOUT: {
        long bytesAsked = 0;
        curl_easy_getinfo(_curl, CURLINFO_REQUEST_SIZE, &bytesAsked);
        return bytesAsked > 0 ? DownloadResult{Kind::Refused, "stopped sending"}
                              : DownloadResult{Kind::Unreachable, "cannot be reached"};
    }
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return {Kind::BrokenOff, "breaks the connection off"};
    case CURLE_TOO_MANY_REDIRECTS:
        return {Kind::Refused, "redirects more than " + std::to_string(mostRedirects) + " times"};
    default:
        return {Kind::Refused, std::string("cannot be used (") + curl_easy_strerror(code) + ")"};
    }
}

} // namespace

Downloader::Downloader(std::chrono::seconds patience) : _patience(patience)
{
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    _curl = ready == CURLE_OK ? curl_easy_init() : nullptr;
    if (!_curl)
        throw std::bad_alloc();
}

Downloader::~Downloader()
{
    curl_easy_cleanup(_curl);
}

DownloadResult Downloader::download(const std::string& url, const std::filesystem::path& file,
                                    std::uint64_t largest, const std::function<void(std::uint64_t)>& watch)
{
    Transfer transfer(_curl, file, largest, watch);
    watch(transfer.size());
    if (transfer.size() > largest)
        return {Kind::Mismatch, "sends a smaller file"};
    curl_easy_reset(_curl);
    curl_easy_setopt(_curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(_curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(_curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(_curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(_curl, CURLOPT_MAXREDIRS, mostRedirects);
    curl_easy_setopt(_curl, CURLOPT_FAILONERROR, 1L);
    curl_easy_setopt(_curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(_curl, CURLOPT_USERAGENT, "flipside/" FLIPSIDE_VERSION);
    curl_easy_setopt(_curl, CURLOPT_CONNECTTIMEOUT, static_cast<long>(_patience.count()));
    curl_easy_setopt(_curl, CURLOPT_LOW_SPEED_TIME, static_cast<long>(_patience.count()));
    curl_easy_setopt(_curl, CURLOPT_LOW_SPEED_LIMIT, slowestBytesPerSecond);
    // Not CURLOPT_RESUME_FROM: it fails where a server sends the whole file instead.
    const std::string range = std::to_string(transfer.size()) + "-";
    if (transfer.size() > 0)
        curl_easy_setopt(_curl, CURLOPT_RANGE, range.c_str());
    curl_easy_setopt(_curl, CURLOPT_WRITEFUNCTION, &Transfer::onBody);
    curl_easy_setopt(_curl, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(_curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(_curl, CURLOPT_XFERINFOFUNCTION, &Transfer::onProgress);
    curl_easy_setopt(_curl, CURLOPT_XFERINFODATA, &transfer);
    return transfer.result(curl_easy_perform(_curl));
}

} // namespace flipside
