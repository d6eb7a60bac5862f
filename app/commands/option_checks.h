// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

namespace flipside {

/// For options that are kept in unsigned integers, which CLI11 would let wrap round: "-1" would be the
/// largest number there is.
CLI::Validator wholeNumber();

} // namespace flipside
