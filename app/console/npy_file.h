// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/image.h"

#include <filesystem>
#include <vector>

namespace flipside {

/// Writes pictures of equal size as one NumPy array of float32, N×C×H×W (NumPy Enhancement Proposal 1,
/// version 1.0).
void writeNpy(const std::filesystem::path& path, const std::vector<Image>& pictures);

} // namespace flipside
