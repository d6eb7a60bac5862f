// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace flipside {

/// Bytes as text (RFC 4648, section 4), with padding and without line breaks.
std::string toBase64(std::string_view bytes);
/// Nothing where the text is not Base64.
std::optional<std::string> fromBase64(std::string_view text);

} // namespace flipside
