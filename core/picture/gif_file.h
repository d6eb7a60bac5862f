// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/bitmap.h"

#include <optional>
#include <string_view>

namespace flipside {

/// The first picture of a GIF in red, green and blue, as large as the whole, on white where it is transparent
/// or smaller. Nothing where the file is damaged or incomplete. Throws Error with the end of a sentence that
/// begins with the file's name where the picture has more than 100 megapixels.
std::optional<Bitmap> readGif(std::string_view file);

} // namespace flipside
