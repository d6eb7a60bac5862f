// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/write_error.h"

#include <cerrno>
#include <cstring>

namespace flipside {

namespace {

const char* remedy(int number)
{
    switch (number) {
    case ENOSPC:
    case EDQUOT:
        return "free some space or choose another folder";
    case EFBIG:
        return "choose a disk that takes larger files";
    case ENOENT:
    case ENOTDIR:
        return "make its folder or choose another one";
    case EEXIST:
    case ENOTEMPTY:
        return "choose another name";
    case EACCES:
    case EPERM:
    case EROFS:
        return "choose a folder that you may write to";
    default:
        return "choose another folder";
    }
}

} // namespace

void throwWriteError(const std::filesystem::path& path, int number)
{
    const std::string reason = std::string(std::strerror(number)) + "; " + remedy(number);
    throw WriteError("cannot write " + path.string() + ": " + reason + ", nothing was changed", reason);
}

} // namespace flipside
