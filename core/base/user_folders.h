// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace flipside {

/// Flipside's folder in the user's data directory: $XDG_DATA_HOME/flipside, or ~/.local/share/flipside (XDG
/// Base Directory Specification). It need not exist.
std::filesystem::path userDataFolder();

} // namespace flipside
