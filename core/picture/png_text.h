// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace flipside {

/// Whether these are the bytes of a PNG file.
bool isPng(std::string_view file);

/// A PNG file with a text added under a keyword, as an international text chunk (PNG
/// specification, 11.3.4.5). `png` must be one; `keyword` has 1 to 79 Latin letters, `text` is UTF-8.
std::string withPngText(const std::string& png, std::string_view keyword, std::string_view text);

/// The text of a PNG file under a keyword; nothing where there is none. Throws Error with half a sentence
/// where the chunk is damaged.
std::optional<std::string> pngText(std::string_view png, std::string_view keyword);

} // namespace flipside
