// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace flipside {

/// A folder that came with Flipside, "models" for instance: beside the program's prefix in
/// share/flipside/NAME, or the source tree's resources/NAME for a program that was not installed.
std::filesystem::path bundledFolder(const std::string& name);

} // namespace flipside
