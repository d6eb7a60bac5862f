// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace flipside {

/// For options that are kept in unsigned integers, which CLI11 would let wrap round: "-1" would be the
/// largest number there is.
CLI::Validator wholeNumber();

/// Adds --samples, how many draws from the prior a profile is made of. `usual` says how many without it.
void addSamplesOption(CLI::App& command, std::optional<std::uint64_t>& samples, const std::string& usual);

/// Throws ArgumentError if there is no such file; an empty path passes.
void checkExists(const std::filesystem::path& file);

} // namespace flipside
