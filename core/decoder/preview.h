// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "decoder/decoder.h"

#include <filesystem>

namespace flipside {

/// Writes a small sheet of a decoder's samples, always the same ones.
void writePreview(Decoder& decoder, const std::filesystem::path& file);

} // namespace flipside
