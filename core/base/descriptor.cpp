// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/descriptor.h"

#include <cerrno>

namespace flipside {

bool writeAll(int descriptor, std::string_view content)
{
    while (!content.empty()) {
        const ssize_t put = ::write(descriptor, content.data(), content.size());
        if (put < 0 && errno != EINTR)
            return false;
        if (put > 0)
            content.remove_prefix(std::size_t(put));
    }
    return true;
}

} // namespace flipside
