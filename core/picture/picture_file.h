// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/bitmap.h"
#include "core/picture/image.h"

#include <filesystem>
#include <string>
#include <vector>

namespace flipside {

/// Writes an 8-bit PNG, whole or not at all. `scale` repeats every pixel scale × scale times (1..64).
void writePng(const std::filesystem::path& path, const Image& image, int scale = 1);

/// The bytes of such a PNG.
std::string encodePng(const Image& image, int scale = 1);
std::string encodePng(const Bitmap& bitmap, int scale = 1);

/// Reads a picture file (picture/picture_kind.h says of which kinds) as 1 or 3 channels: turned as it is to
/// be shown, on white where it is transparent, and of moving pictures the first. Throws Error where it is
/// missing, damaged, of another kind, or larger than 100 megapixels (a JPEG of up to 200 comes at half its
/// size).
Image readPicture(const std::filesystem::path& path, int channels);

/// A contact sheet: pictures of equal size in rows of `columns`, `gap` pixels of mid-grey between them, each
/// pixel repeated `scale` times. An empty list throws Error.
Image contactSheet(const std::vector<Image>& pictures, int columns, int gap = 2, int scale = 1);

} // namespace flipside
