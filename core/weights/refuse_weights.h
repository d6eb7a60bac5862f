// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace flipside {

/// Throws Error about a file of weights: what is wrong with it ("its header is cut short"; half a sentence)
/// and the way out. Who knows the file's name puts it in front.
[[noreturn]] void refuseWeights(const std::string& what,
                                const std::string& wayOut = "download or copy it again");

/// A text out of a stranger's file, fit to be shown: no longer than 100 bytes, printable, valid UTF-8.
std::string shownText(std::string_view text);

} // namespace flipside
