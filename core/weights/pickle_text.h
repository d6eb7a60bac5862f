// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace flipside {

/// Whether a text is UTF-8 as RFC 3629 has it: nothing over-long, no surrogates.
bool isUtf8(std::string_view text);

/// The texts of pickle's protocol 0, as Python's pickletools describes them. All return nothing where the
/// text is none of theirs. A quoted byte string with backslashes, 'a\x00\n'; its bytes:
std::optional<std::string> unquoted(std::string_view quoted);
/// Latin-1 with \uXXXX and \UXXXXXXXX; as UTF-8:
std::optional<std::string> fromRawUnicodeEscape(std::string_view text);
/// UTF-8 whose every letter is one byte of Latin-1; those bytes:
std::optional<std::string> latin1Bytes(std::string_view text);

} // namespace flipside
