// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/state_dict.h"

#include <filesystem>
#include <string>
#include <vector>

namespace flipside::test {

/// Files that others have published, or in the layout of their programs, which this project may not hand on.
/// In each folder reference.npz has latents and what PyTorch makes of them with these weights. Empty where
/// FLIPSIDE_GENERATORS does not name the folder that has them.
std::filesystem::path strangersFiles();

/// An array of an .npz file, all of it, as 32-bit floats; empty where it has none of that name.
std::vector<float> arrayIn(const std::filesystem::path& npz, const std::string& array);

/// The largest difference between two numbers of the same place; infinite where there are not as many.
float furthest(const std::vector<float>& one, const std::vector<float>& other);

} // namespace flipside::test
