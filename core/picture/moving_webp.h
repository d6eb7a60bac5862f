// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/bitmap.h"

#include <optional>
#include <string_view>

namespace flipside {

/// Whether a WebP file says that it moves.
bool isMovingWebp(std::string_view file);

/// The first picture of a moving WebP in red, green and blue, as large as the whole, on white where it is
/// transparent or smaller. Nothing where the file is damaged or incomplete. The caller has seen to it that
/// the size in the header is not too large.
std::optional<Bitmap> readMovingWebp(std::string_view file);

} // namespace flipside
