// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace flipside {

/// Throws the Error of a file or folder that cannot be written: which, why, and what helps against it.
/// `number` is the errno of the call that failed.
[[noreturn]] void throwWriteError(const std::filesystem::path& path, int number);

} // namespace flipside
