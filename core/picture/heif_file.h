// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/bitmap.h"

#include <optional>
#include <string_view>

namespace flipside {

/// The main picture of a HEIC or AVIF file in red, green and blue, turned as it is to be shown, on white
/// where it is transparent. It is decoded in a process of its own, `flipside-picture-opener`
/// (picture/heif_decoding.h): these decoders are large, and a file can make them end the program or take all
/// memory. Nothing where the file is damaged or incomplete. Throws Error with the end of a sentence that
/// begins with the file's name: what else is wrong with it, or that it takes longer than it may.
std::optional<Bitmap> readHeif(std::string_view file);

} // namespace flipside
