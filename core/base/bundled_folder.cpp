// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/bundled_folder.h"

#include <system_error>

namespace flipside {

namespace fs = std::filesystem;

fs::path bundledFolder(const std::string& name)
{
    std::error_code unreadable;
    const fs::path program = fs::read_symlink("/proc/self/exe", unreadable);
    if (!unreadable) {
        fs::path installed = program.parent_path().parent_path() / "share/flipside" / name;
        if (fs::is_directory(installed, unreadable))
            return installed;
    }
    return fs::path(FLIPSIDE_SOURCE_RESOURCES) / name;
}

} // namespace flipside
