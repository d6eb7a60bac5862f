// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recipe/recipe.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace flipside {

/// The options that every command with a scheme has: --layer, --gamma, --statistic and --set NAME=VALUE for
/// the scheme's own parameters. The call is filled in when the command line is parsed.
void addSchemeOptions(CLI::App& command, const std::shared_ptr<SchemeCall>& call);

} // namespace flipside
