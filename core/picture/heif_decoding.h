// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/bitmap.h"

#include <optional>
#include <string_view>

namespace flipside {

/// Loads what libheif decodes with, while this process may still open files.
void loadHeifDecoders();

/// The main picture of a HEIC or AVIF file, as picture/heif_file.h says, decoded in this process: it is for
/// one that is confined and may die.
std::optional<Bitmap> decodeHeif(std::string_view file);

} // namespace flipside
