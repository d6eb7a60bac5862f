// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/picture/image.h"

#include <filesystem>
#include <vector>

namespace flipside {

/// Writes pictures of equal size as one NumPy array of float32, N×C×H×W (NumPy Enhancement Proposal 1,
/// version 1.0).
void writeNpy(const std::filesystem::path& path, const std::vector<Image>& pictures);

/// The numbers of an array of 32-bit or 64-bit floats in C order, row by row; `rowLength` of them are one
/// row, whatever its shape. Throws Error where the file is no such array or has no whole rows.
std::vector<std::vector<float>> readNpyRows(const std::filesystem::path& path, std::size_t rowLength);

} // namespace flipside
