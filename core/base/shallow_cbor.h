// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace flipside {

/// Whether a text is one item of CBOR (RFC 8949) whose lists and maps are no deeper in one another than
/// `mostNested`, told without reading what strings hold. Strings in pieces, which Flipside never writes, are
/// none: the JSON library's reader goes down with every piece.
bool isShallowCbor(std::string_view bytes, std::size_t mostNested);

} // namespace flipside
