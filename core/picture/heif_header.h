// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/picture_header.h"

#include <optional>
#include <string_view>

namespace flipside {

/// How large a HEIC or AVIF file says that its main picture is, turned as it is to be shown, and before it is
/// cropped. Nothing where the file is of another kind, damaged, cut off, or says nothing of it.
std::optional<PictureSize> sizeInHeif(std::string_view file);

} // namespace flipside
