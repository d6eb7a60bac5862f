// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/unfinished_file.h"

#include "core/base/descriptor.h"
#include "core/base/error.h"
#include "core/base/write_error.h"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <regex>
#include <sys/stat.h>

namespace flipside {

namespace {

constexpr const char* temporaryMark = ".part-";

std::filesystem::path temporaryBeside(const std::filesystem::path& path)
{
    static std::atomic<unsigned> counter{0};
    std::string name = ".";
    name += path.filename().string() + temporaryMark + std::to_string(::getpid()) + "-" +
            std::to_string(counter++);
    // Some libraries choose the format by the ending.
    return path.parent_path() / (name + path.extension().string());
}

void flushToDisk(const std::filesystem::path& path, const std::filesystem::path& target)
{
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.valid() || ::fsync(file.number()) != 0)
        throwWriteError(target, errno);
}

void moveInPlace(const std::filesystem::path& temporary, const std::filesystem::path& target)
{
    if (::rename(temporary.c_str(), target.c_str()) != 0)
        throwWriteError(target, errno);
    // The new name itself survives a power cut only once the folder is flushed; a file system that cannot do
    // that (some network ones) still has the whole file.
    const auto folder = target.parent_path().empty() ? std::filesystem::path(".") : target.parent_path();
    const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.valid())
        ::fsync(directory.number());
}

/// "walk/" is the folder "walk".
std::filesystem::path withoutSlash(const std::filesystem::path& path)
{
    return path.has_filename() ? path : path.parent_path();
}

} // namespace

UnfinishedFile::UnfinishedFile(std::filesystem::path target)
    : _target(std::move(target)), _temporary(temporaryBeside(_target))
{
}

UnfinishedFile::~UnfinishedFile()
{
    if (!_finished)
        ::unlink(_temporary.c_str());
}

void UnfinishedFile::finish()
{
    flushToDisk(_temporary, _target);
    moveInPlace(_temporary, _target);
    _finished = true;
}

UnfinishedFolder::UnfinishedFolder(const std::filesystem::path& target)
    : _target(withoutSlash(target)), _temporary(temporaryBeside(_target))
{
    std::error_code ignored;
    if (std::filesystem::exists(_target, ignored) &&
        !(std::filesystem::is_directory(_target, ignored) && std::filesystem::is_empty(_target, ignored)))
        throw Error("cannot write the folder " + _target.string() +
                    ": something is there already; empty it or choose another name");
    if (::mkdir(_temporary.c_str(), 0777) != 0)
        throwWriteError(_target, errno);
}

UnfinishedFolder::~UnfinishedFolder()
{
    std::error_code ignored;
    if (!_finished)
        std::filesystem::remove_all(_temporary, ignored);
}

void UnfinishedFolder::write(const std::string& name, std::string_view content)
{
    writeContent(_temporary / name, content, _target);
}

void UnfinishedFolder::finish()
{
    std::error_code error;
    for (std::filesystem::directory_iterator file(_temporary, error), end; !error && file != end;
         file.increment(error))
        flushToDisk(file->path(), _target);
    if (error)
        throwWriteError(_target, error.value());
    flushToDisk(_temporary, _target);
    moveInPlace(_temporary, _target);
    _finished = true;
}

void writeContent(const std::filesystem::path& file, std::string_view content,
                  const std::filesystem::path& target)
{
    const Descriptor open(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (!open.valid())
        throwWriteError(target, errno);
    if (!writeAll(open.number(), content))
        throwWriteError(target, errno);
}

bool isTemporaryName(const std::string& name)
{
    static const std::regex pattern(R"(\..+\.part-\d+-\d+(\.[^.]*)?)");
    return std::regex_match(name, pattern);
}

} // namespace flipside
