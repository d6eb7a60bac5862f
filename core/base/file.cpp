// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"

#include "core/base/descriptor.h"
#include "core/base/error.h"
#include "core/base/unfinished_file.h"
#include "core/base/write_error.h"

#include <openssl/evp.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace flipside {

namespace {

/// What can be done about a system call's failure to read.
const char* remedyForReading(int number)
{
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        return "check its name";
    case EACCES:
    case EPERM:
        return "make it readable or choose another file";
    default:
        return "copy it again or choose another file";
    }
}

[[noreturn]] void failReading(const std::filesystem::path& path)
{
    const int number = errno;
    throw Error("cannot read " + path.string() + ": " + std::strerror(number) + "; " +
                remedyForReading(number));
}

std::string hexadecimal(const unsigned char* digest, unsigned length)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (unsigned i = 0; i < length; ++i) {
        text += digits[digest[i] >> 4];
        text += digits[digest[i] & 15];
    }
    return text;
}

/// A regular file's size in bytes.
std::uint64_t sizeOf(const Descriptor& file, const std::filesystem::path& path)
{
    if (!file.valid())
        failReading(path);
    struct stat status {};
    if (::fstat(file.number(), &status) != 0 || !S_ISREG(status.st_mode))
        throw Error("cannot read " + path.string() + ": it is not a regular file; choose another");
    return static_cast<std::uint64_t>(status.st_size);
}

constexpr int readOnly = O_RDONLY | O_CLOEXEC | O_NONBLOCK;

} // namespace

MappedFile::MappedFile(const std::filesystem::path& path)
{
    const Descriptor file(::open(path.c_str(), readOnly));
    const std::uint64_t size = sizeOf(file, path);
    if (size == 0) // which cannot be mapped
        return;
    const void* bytes = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number(), 0);
    if (bytes == MAP_FAILED)
        failReading(path);
    _content = {static_cast<const char*>(bytes), size};
}

MappedFile::~MappedFile()
{
    if (!_content.empty())
        ::munmap(const_cast<char*>(_content.data()), _content.size());
}

std::string readFile(const std::filesystem::path& path, std::uint64_t maxBytes)
{
    const Descriptor file(::open(path.c_str(), readOnly));
    const std::uint64_t size = sizeOf(file, path);
    if (size > maxBytes)
        throw Error("cannot read " + path.string() + ": it is larger than the " +
                    std::to_string(maxBytes >> 20) + " MiB that such a file may have; choose another");
    std::string content(size, '\0');
    std::size_t done = 0;
    while (done < content.size()) {
        const ssize_t got = ::read(file.number(), content.data() + done, content.size() - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            failReading(path);
        if (got == 0)
            break;
        done += static_cast<std::size_t>(got);
    }
    content.resize(done);
    return content;
}

void writeFile(const std::filesystem::path& path, std::string_view content)
{
    UnfinishedFile file(path);
    writeContent(file.temporary(), content, path);
    file.finish();
}

void writeFileWith(const std::filesystem::path& path,
                   const std::function<void(const std::filesystem::path&)>& write)
{
    UnfinishedFile file(path);
    write(file.temporary());
    file.finish();
}

void renameFile(const std::filesystem::path& from, const std::filesystem::path& to)
{
    if (::rename(from.c_str(), to.c_str()) != 0)
        throwWriteError(to, errno);
}

void removeAbandonedTemporaries(const std::filesystem::path& folder)
{
    const auto anHourAgo = std::filesystem::file_time_type::clock::now() - std::chrono::hours(1);
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        if (isTemporaryName(entry.path().filename().string()) && !entry.is_symlink(ignored) &&
            entry.last_write_time(ignored) < anHourAgo)
            std::filesystem::remove_all(entry.path(), ignored);
    }
}

void createFolder(const std::filesystem::path& path)
{
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (error)
        throw Error("cannot create the folder " + path.string() + ": " + error.message() +
                    "; choose another place");
}

std::string sha256(std::string_view bytes)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest, &length, EVP_sha256(), nullptr) != 1)
        throw Error("cannot compute a SHA-256: the OpenSSL library refused; allow SHA-256 in its settings");
    return hexadecimal(digest, length);
}

std::string sha256OfFile(const std::filesystem::path& path)
{
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.valid())
        failReading(path);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
    std::string block(std::size_t{1} << 18, '\0');
    for (;;) {
        const ssize_t got = ::read(file.number(), block.data(), block.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            failReading(path);
        if (got == 0)
            break;
        EVP_DigestUpdate(context.get(), block.data(), static_cast<std::size_t>(got));
    }
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    EVP_DigestFinal_ex(context.get(), digest, &length);
    return hexadecimal(digest, length);
}

} // namespace flipside
