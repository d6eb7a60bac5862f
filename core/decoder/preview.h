// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/decoder/decoder.h"

#include <filesystem>

namespace flipside {

/// Writes a small sheet of a decoder's samples, always the same ones: 4×4, or of a slow decoder the first
/// 2×2.
void writePreview(Decoder& decoder, const std::filesystem::path& file);

} // namespace flipside
