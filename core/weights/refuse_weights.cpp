// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/refuse_weights.h"

#include "core/base/error.h"

namespace flipside {

void refuseWeights(const std::string& what, const std::string& wayOut)
{
    throw Error(what + "; " + wayOut);
}

std::string shownText(std::string_view text)
{
    constexpr std::size_t longest = 100;
    std::string shown;
    for (const char c : text.substr(0, longest))
        shown += c >= 0x20 && c < 0x7f ? c : '?';
    return text.size() > longest ? shown + "…" : shown;
}

} // namespace flipside
