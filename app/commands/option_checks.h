// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

#include <filesystem>

namespace flipside {

/// For options that are kept in unsigned integers, which CLI11 would let wrap round: "-1" would be the
/// largest number there is.
CLI::Validator wholeNumber();

/// Throws ArgumentError if there is no such file; an empty path passes.
void checkExists(const std::filesystem::path& file);

} // namespace flipside
